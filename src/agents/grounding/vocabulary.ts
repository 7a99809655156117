// Ordinary English of incidents, so that what is not in here, beside the word of a kind or with a hyphen, counts as a name. Best
// effort: a missing word costs a sentence of a model, never a fact. No word that people call their services by.

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Stems: `fails`, `failing` and `failed` are found by `fail`. */
export const VERBS = words(`
abort accept access achieve act add adjust admit advance affect agree allow alter answer appear apply approach arise arrive ask assign
assume attach attempt authenticate authorize avoid await back balance be become begin behave belong bind block boot bounce break bring
build burn call cancel carry cascade catch cause cease change check choose clear climb clog close collide come compare compete complete
compute configure conflict confirm connect consist consume contain continue contradict control copy correct corrupt correspond could
count crash crawl create cut cycle deadlock decide decline decrease define degrade delay delete deliver demand deny depend deplete
deploy depart describe deserve destroy detach detect deteriorate determine die differ disable disagree disappear disconnect discover
drain draw drift drop dump duplicate eat edit emit empty enable encounter end enforce enlarge enter err escape establish evict exceed
exclude execute exhaust exist exit expand expect expire expose express extend face fail fall falter fetch fight fill filter find finish fire fit
fix flap flip flood flow fluctuate follow forbid force forget fork forward free freeze function gain generate get give go grab grant
grow guess halt handle hang happen harm have hear heal hide hit hold ignore immediate impair impede improve include increase indicate
inherit initialize inject insist inspect install interfere interrupt invalidate involve isolate issue join jump keep kill know lack lag
land last launch lead leak lean leave let lie limit linger list listen load lock log look loop lose lower maintain make manage mark match
matter mean measure meet mention merge migrate miss mistype misbehave misconfigure mismatch mitigate modify monitor mount move multiply name
need negotiate note notice notify obey observe obtain occur occupy offer omit open operate order originate oscillate outlive overflow overload
override overrun overwhelm own panic parse pass pause pend perform permit persist pick pile pin place point poll post prefer prepare
present prevent proceed process produce progress project promote propagate protect prove provide provision publish pull pulls push put queue quit
race raise reach react read rebalance reboot receive recognize reconcile reconnect record recover recreate redeploy redirect reduce refer
reflect refresh refuse register reject relate release reload rely remain remount remove rename render renew reopen repair repeat replace
replicate reply report request require reschedule reset resize resolve respond rest restart restore restrict resume retain retry return
reuse reveal revert rewrite rise roll rotate run sag saturate save say scale schedule see seem select send separate serve set settle share
shift show shrink shut sit skip slide slip slow smother spawn spend spike spin split spread stabilize stall stand start starve state stay stick stop store
strain stream stress stretch struggle succeed suffer suggest supply support suppose surge suspect suspend swap switch sync take talk
target tear tell tend terminate test think thrash throttle throw tie time tolerate touch track transfer transition trigger trip trust try turn unbind
undergo understand unload unmount unschedule untie update upgrade upload use utilize validate vanish vary verify violate wait wake want warm warn
watch wear weigh will wind withdraw work wrap write yield
compensate concern contend contribute download fluctuate hibernate initialize invite mitigate pile preempt prioritize rename replay revoke seal sever stem unseal`);

/** Forms of verbs that no stem gives. */
export const IRREGULAR = words(`
am are arose ate became been began being bound broke broken brought built came caught chose chosen cut did died does doing done drew drawn
driven drove fallen fed fell felt fought found froze frozen gave given goes going gone got grew grown had has held hidden hit hung is kept
knew known lain laid lay led left lent let lost lying made meant met paid put ran read risen rose said sat saw seen sent set shaken shown
shrank shrunk shut slept slid sought spent split spoke spun stood stuck sunk taken taught thought threw thrown tied told took torn
understood was went were withdrew woke won wore worn wound written wrote`);

/** How words are joined and counted. */
export const JOINING = words(`
a about above across after again against ago ahead all almost alone along already also although always amid among an and another any
anymore anything apart are around as aside at away because before behind below beneath beside besides between beyond both but by can
cannot despite down during each either else enough even ever every everything except far few first for forever forth from further he
hence her here his how however i if in indeed inside instead into it its itself just last least less likely like many may maybe me might
more most much must my near nearly neither never next no nobody none nor not nothing now of off often on once one only onto or other
others otherwise our out outside over own part past per perhaps plus probably quite rather same second seldom several shall she should since so
some somehow something sometimes soon still such than that the their them then there therefore these they third this those though three through
throughout thus till to today together tomorrow too toward towards two twice under until unless unlike up upon us usually versus very via
we well what whatever when whenever where whereas wherever whether which while who whoever whole whom whose why with within without would
yes yesterday yet you your zero four five six seven eight nine ten dozen hundred thousand half quarter double single triple`);

export const DESCRIBING = words(`
abnormal absent abrupt active actual additional adjacent affected alive ambiguous anew angry apparent appropriate asleep automatic available aware
bad bare basic beforehand better big bigger blank brief broad bulk busy calm capable careful central certain cheap clean cold common compatible complete
concurrent confident consistent constant correct corrupt critical crucial current daily dead deep default defective dependent different
difficult direct dirty distinct doubtful due dull dynamic eager earlier early easy elsewhere eligible empty enormous entire equal essential eventual
evident exact excess excessive exclusive expensive explicit extensive external extra extreme faint fair false familiar fast fatal faulty
final fine fit flat forgotten former fragile free frequent fresh front full general gradual great green half halfway happy hard healthy
heavy high hostile hot huge human idle ill immediate immutable imminent important impossible improper inactive inadequate incompatible
incomplete inconsistent incorrect independent indirect individual inner instant insufficient intact intermittent internal invalid
irrelevant key large late latest latter legacy legitimate lengthy light little live local lone long loose low main major malformed
manual massive mean mere middle mild minimal minor missing mistaken mixed modest momentary multiple mutable mutual naked narrow native
necessary negative new newest nightly noisy normal numerous obscure obsolete obvious odd offline ok okay old oldest online open opposite
optional ordinary original outer outdated overall overdue partial particular patient pending perfect periodic permanent persistent plain
plausible poor popular positive possible precise premature present previous primary prior private probable prone prompt proper public
quick quiet random rapid rare raw ready real recent redundant regular related relevant reliable remote repetitive representative
responsible responsive rough running safe scarce secondary secure senior sensitive separate serious severe sharp short sick significant
silent similar simple simultaneous single slight slow small smaller smooth smart soft solid sole sound spare special specific stable stale standby
static steady steep strange strict strong subsequent successful such sudden sufficient suitable sure surplus surprising susceptible
suspicious temporary terminal thick thin tight tiny total tough transient true typical unable unaware unavailable uncertain unclear
unchanged uncommon unexpected unfit unhealthy unique unknown unlikely unlimited unreachable unready unrelated unreliable unresponsive unsafe
unschedulable unstable unsuccessful unsupported unusable unused unusual upcoming upper urgent useful useless usual vague valid valuable
variable various vast visible vital volatile vulnerable wary weak weird wide wrong worse worst young
chosen compatible convenient custom ephemeral existent guilty incoming outgoing only parent readable unbound underlying unresolved`);

/** Things that any system has. */
export const THINGS = words(`
age amount answer area attempt attention attribute authority base basis bit bottom bound branch budget bug burst business byte call candidate
capacity case cause chain chance character choice circle class client clock cluster code collision column comment commit condition config
configuration confirmation connection consequence content context contact copy core correction count cpu credential crowd customer damage data date
day deadline death decision default delay demand depth description detail difference digit direction directory disaster disk doubt downtime duration
edge effect effort end entry error evening event evidence example exception excess existence expiry explanation extent failover failure
fault field figure file flag folder form fraction function future gap growth guess hand handshake header health heap history hole hour hypothesis
idea identity incident index input inside instance interval issue item key kind lack latency leak length level lifetime limit line link
list loop loss machine majority manner margin maximum mechanism median member memory message method midnight minimum minority minute
mistake mode moment month morning name need network night noise noon note notice number object occasion offset oom operation operator option
origin outage outcome outside overview pair part path patch pattern peak people percent percentage period permission person phase piece place
point policy pool port position possibility power pressure priority privilege probability problem procedure process program progress proof property
proportion purpose quality quantity question quota range rate ratio reason record reference regression relation remainder replica
requirement resource response result retry revision rewrite right risk role root room row rule sake scenario scope second section
sequence session shape share shell shortage shutdown side sign signal situation size slot space speed stage stack startup state statement
status step storm strategy string subset success sum symptom syntax system table target task team template term text thing thread threshold
time timeout timing tip tolerance top total traffic trend trial trouble truth type typo unit usage user utilization value variable
variant version view warning wave way week weekend whole width window word workaround world year zone
allocation author completion creation deletion initialization overload replacement standard validation assumption combination contention congestion
delivery description distribution fragment hint interruption manner observation pause preemption behaviour behavior headroom saturation separation suspicion`);

/** Parts of clusters and programs: ordinary beside a kind, as in "database pod", but not inside of a name with hyphens. */
export const PARTS = words(`
account action address admission affinity agent alert alias annotation api app application archive argument array attribute auditor authentication
authorization autoscaler autoscaling backend backoff backup balancer bandwidth binary browser bucket budget bundle cache canary
certificate change chart check checksum claim collector command component consumer container control controller cordon crd cronjob daemon dashboard
database demo dependency deployment digest disruption dns docker document domain driver endpoint engine entrypoint environment eviction exporter
filesystem finalizer firewall format frontend gateway git gitops group handler hash helm hook host hostname http https image ingress init installation
interface invariant ip ipc java job journal json kernel kubelet kubernetes label language layer leader leaf library lifecycle liveness load location
log login logic lookup maintenance management manager manifest map master mesh metadata metric migration mirror module monitor mount name
namespace node office operand operator orchestrator order output owner package page parameter partition password peer permission
pid pipeline placement plane platform plugin probe process producer product production project protocol provider provisioner proxy publisher pull
python quorum readiness rebuild recovery reconciler refresh registry release renewal replica replication repository request
reservation resolver restart rights role rollback rollout router routing runner runtime sample sandbox scaling schedule scheduler schema script secret
security seed selector semaphore server service shard sidecar site snapshot socket software source spec staging statefulset storage store
subnet subscription subsystem supervisor table tag taint tcp tenant testing tls token toleration tool topology transaction
udp uid update upgrade upload upstream downstream utility vault volume volumes webhook worker workflow workload wrapper yaml`);

/** With a hyphen, and nothing but words. */
export const HYPHENATED = words(`
add-on add-ons back-end back-off back-offs back-up built-in by-product check-in check-up clean-up crash-loop crash-loops crash-looping
crash-looped catch-up cut-off drop-in end-to-end fail-over failed-over fall-back follow-up front-end hand-over kick-off left-over
life-cycle load-balancer load-balanced load-balancing lock-out log-in log-out look-up make-up mark-up name-server on-call
one-off oom-kill oom-killed oom-killing oom-kills out-of-date out-of-disk out-of-memory out-of-space out-of-sync pick-up play-back point-in-time
pull-request re-run read-only read-write roll-back roll-out roll-outs run-time set-up shut-down single-node sign-in sign-on slow-down
spin-up stand-by start-up start-ups start-time state-of-the-art step-by-step switch-over take-over tear-down time-out time-outs time-stamp
trade-off trial-and-error trouble-free turn-around up-to-date warm-up web-hook web-hooks web-server well-known work-around work-load
x-ray x-axis e-mail c-group co-located co-ordinate dead-letter dead-lock key-value self-signed third-party control-plane load-balancers dual-stack`);

/** The kinds of objects, as people write them. */
export const KIND_WORDS = words(`
pod po deployment deploy statefulset sts daemonset ds replicaset rs job cronjob cj service svc ingress ing node
namespace ns configmap cm secret pvc persistentvolumeclaim pv persistentvolume hpa horizontalpodautoscaler certificate
externalsecret rollout application endpoints endpointslice networkpolicy storageclass serviceaccount container workload
image volume claim`);
