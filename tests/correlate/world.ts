// The repository that the cases begin with: a few services, each with all kinds of manifests.

export const SERVICES = ['orders', 'shop', 'postgres', 'queue', 'mail', 'search'] as const;

const deployment = (app: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${app}
  namespace: ${app}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${app}
  template:
    metadata:
      labels:
        app: ${app}
    spec:
      serviceAccountName: ${app}
      nodeSelector:
        disk: ssd
      containers:
        - name: main
          image: registry.example/${app}:1.4.0
          command: ["/bin/${app}", "serve"]
          env:
            - name: LOG_LEVEL
              value: info
            - name: QUEUE_HOST
              value: queue.queue.svc
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: ${app}-secrets
                  key: database-url
          envFrom:
            - configMapRef:
                name: ${app}-config
          ports:
            - containerPort: 8080
          readinessProbe:
            httpGet:
              path: /healthz
              port: 8080
          livenessProbe:
            httpGet:
              path: /live
              port: 8080
            initialDelaySeconds: 60
          resources:
            requests:
              cpu: 100m
              memory: 256Mi
            limits:
              memory: 512Mi
          securityContext:
            runAsNonRoot: false
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: ${app}-data
`;

const service = (app: string): string => `apiVersion: v1
kind: Service
metadata:
  name: ${app}
  namespace: ${app}
spec:
  selector:
    app: ${app}
  ports:
    - port: 80
      targetPort: 8080
`;

const ingress = (app: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${app}
  namespace: ${app}
spec:
  rules:
    - host: ${app}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${app}
                port:
                  number: 80
`;

const config = (app: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${app}-config
  namespace: ${app}
data:
  FEATURES: basic
  POOL_SIZE: "10"
`;

const externalSecret = (app: string): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ${app}-secrets
  namespace: ${app}
spec:
  secretStoreRef:
    name: vault
    kind: ClusterSecretStore
  data:
    - secretKey: database-url
      remoteRef:
        key: k8s/${app}
        property: database-url
`;

const claim = (app: string): string => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${app}-data
  namespace: ${app}
spec:
  storageClassName: local-path
  accessModes:
    - ReadWriteOnce
  resources:
    requests:
      storage: 5Gi
`;

const quota = (app: string): string => `apiVersion: v1
kind: ResourceQuota
metadata:
  name: ${app}
  namespace: ${app}
spec:
  hard:
    limits.memory: 8Gi
`;

const cronjob = (app: string): string => `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${app}-report
  namespace: ${app}
spec:
  schedule: "0 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: registry.example/${app}-report:2.0.0
`;

const application = (app: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${app}
  namespace: argocd
spec:
  sources:
    - repoURL: https://charts.example.com
      chart: ${app}-extras
      targetRevision: 4.11.2
    - repoURL: https://git.example.com/acme/gitops.git
      path: base-apps/${app}
      targetRevision: main
  destination:
    namespace: ${app}
`;

/** Path of each file, and its text. */
export function world(): Map<string, string> {
  return new Map([
    ['README.md', '# gitops\n'],
    ...SERVICES.flatMap((app): [string, string][] => [
      [`base-apps/${app}.yaml`, application(app)],
      [`base-apps/${app}/deployment.yaml`, deployment(app)],
      [`base-apps/${app}/service.yaml`, service(app)],
      [`base-apps/${app}/ingress.yaml`, ingress(app)],
      [`base-apps/${app}/configmap.yaml`, config(app)],
      [`base-apps/${app}/external-secret.yaml`, externalSecret(app)],
      [`base-apps/${app}/claim.yaml`, claim(app)],
      [`base-apps/${app}/quota.yaml`, quota(app)],
      [`base-apps/${app}/cronjob.yaml`, cronjob(app)],
      [`base-apps/${app}/README.md`, `# ${app}\nnote 0\n`],
    ]),
  ]);
}
