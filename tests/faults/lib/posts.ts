// Every message somebody tried to bring to Slack, accepted or not, with the time.
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts';
import type { Asked, Reply } from '../../fakes/slack/types.ts';

export interface Post {
  /** `#critical`, as it was asked for. */
  readonly channel: string;
  /** Delivery id. */
  readonly id: string;
  readonly text: string;
  readonly hasBlocks: boolean;
  readonly isReply: boolean;
  /** How many came to this channel, this one included. */
  readonly time: number;
  /** Milliseconds. */
  readonly at: number;
}

type PostScript = (post: Post) => Reply;

/** From here on: what each post is answered; all else is as usual. */
export function watchPosts(slack: FakeSlack, script: PostScript = () => null): readonly Post[] {
  const posts: Post[] = [];
  slack.behave((asked) => {
    if (asked.method !== 'chat.postMessage') return null;
    const post = postOf(asked, posts);
    posts.push(post);
    return script(post);
  });
  return posts;
}

function postOf({ args }: Asked, before: readonly Post[]): Post {
  const channel = String(args['channel']);
  return {
    channel,
    id: /"delivery_id":"(\w+)"/.exec(JSON.stringify(args['metadata'] ?? null))?.[1] ?? '',
    text: String(args['text']),
    hasBlocks: 'blocks' in args,
    isReply: 'thread_ts' in args,
    time: before.filter((post) => post.channel === channel).length + 1,
    at: performance.now(),
  };
}

/** Ids of messages that Slack holds more than once. */
export function twice(slack: FakeSlack): readonly string[] {
  return Object.entries(slack.deliveries()).flatMap(([id, count]) => (count > 1 ? [id] : []));
}
