export interface FieldCase {
  readonly what: string;
  /** Below the folder of the service. */
  readonly path: string;
  /** From the second line on. */
  readonly patch: string;
  /** Kind and words of each change. */
  readonly wanted: readonly string[];
}

/** Changes of what a pod is made of. */
export const WORKLOAD_FIELDS: readonly FieldCase[] = [
  {
    what: 'limits and requests',
    path: 'workload.yaml',
    patch: `
   limits:
-    cpu: 1
-    memory: 512Mi
+    cpu: 2
+    memory: "64Mi"  # enough
   requests:
-    cpu: 100m`,
    wanted: ['limits: cpu limit 1 → 2', 'limits: memory limit 512Mi → 64Mi', 'requests: cpu request 100m removed'],
  },
  {
    what: 'an image',
    path: 'workload.yaml',
    patch: `
-        - image: shop:1.0
+        - image: shop:1.1`,
    wanted: ['image: image shop:1.0 → shop:1.1'],
  },
  {
    what: 'replicas',
    path: 'workload.yaml',
    patch: `
 spec:
-  replicas: 2
+  replicas: 0`,
    wanted: ['replicas: replicas 2 → 0'],
  },
  {
    what: 'variables',
    path: 'workload.yaml',
    patch: `
         - name: LOG_LEVEL
-          value: info
+          value: debug
+        - name: EXTRA
+          value: "1"`,
    wanted: ['env: env LOG_LEVEL info → debug', 'env: env EXTRA added'],
  },
  {
    what: 'a variable that becomes another one',
    path: 'workload.yaml',
    patch: `
         env:
-        - name: DB_HOST
+        - name: DATABASE_HOST
           value: mysql`,
    wanted: ['env: env DB_HOST removed', 'env: env DATABASE_HOST added'],
  },
  {
    what: 'where a variable is taken from',
    path: 'workload.yaml',
    patch: `
         - name: DB_PASSWORD
           valueFrom:
             secretKeyRef:
-              name: db
+              name: db-credentials
               key: password`,
    wanted: ['secret: env DB_PASSWORD secret db → db-credentials'],
  },
  {
    what: 'a variable from a Secret',
    path: 'workload.yaml',
    patch: `
+        - name: TOKEN
+          valueFrom:
+            secretKeyRef:
+              name: api-keys
+              key: token`,
    wanted: ['secret: env TOKEN (secret api-keys key token) added'],
  },
  {
    what: 'whole sets of variables',
    path: 'workload.yaml',
    patch: `
         envFrom:
-        - secretRef:
-            name: api-env
+        - configMapRef:
+            name: api-config`,
    wanted: ['secret: envFrom api-env removed', 'config: envFrom api-config added'],
  },
  {
    what: 'probes',
    path: 'workload.yaml',
    patch: `
         readinessProbe:
           httpGet:
-            path: /health
+            path: /healthz
-        startupProbe:
-          tcpSocket:
-            port: 80`,
    wanted: ['probe: readinessProbe path /health → /healthz', 'probe: startupProbe removed'],
  },
  {
    what: 'ports',
    path: 'workload.yaml',
    patch: `
         ports:
-        - name: http
-          containerPort: 8080
+        - name: http
+          containerPort: 80
-        - containerPort: 9090`,
    wanted: ['port: containerPort 8080 → 80', 'port: port 9090 removed'],
  },
  {
    what: 'security',
    path: 'workload.yaml',
    patch: `
       securityContext:
-        runAsNonRoot: true
+        readOnlyRootFilesystem: true`,
    wanted: ['security: runAsNonRoot true removed', 'security: readOnlyRootFilesystem true added'],
  },
  {
    what: 'scheduling',
    path: 'workload.yaml',
    patch: `
       nodeSelector:
-        disk: ssd
+        disk: nvme
       tolerations:
-        - key: dedicated
-          effect: NoSchedule
+      priorityClassName: high`,
    wanted: [
      'scheduling: disk ssd → nvme',
      'scheduling: toleration dedicated removed',
      'scheduling: priorityClassName high added',
    ],
  },
  {
    what: 'storage',
    path: 'workload.yaml',
    patch: `
-  storageClassName: fast
+  storageClassName: slow
       volumes:
-        - name: data
-          persistentVolumeClaim:
-            claimName: api-data
         volumeMounts:
+          - name: tmp
+            mountPath: /tmp`,
    wanted: [
      'storage: storageClassName fast → slow',
      'storage: mount /tmp added',
      'storage: volume data (api-data) removed',
    ],
  },
  {
    what: 'a volume made of a Secret or a ConfigMap',
    path: 'workload.yaml',
    patch: `
       volumes:
         - name: tls
           secret:
-            secretName: old-tls
+            secretName: new-tls
+        - name: conf
+          configMap:
+            name: api-conf`,
    wanted: ['secret: volume tls secretName old-tls → new-tls', 'config: volume conf (api-conf) added'],
  },
  {
    what: 'command and args',
    path: 'workload.yaml',
    patch: `
         command: ["serve"]
         args:
-          - --port=80
+          - --port=8080
+          - --debug`,
    wanted: ['command: arg --port=80 → --port=8080', 'command: arg --debug added'],
  },
  {
    what: 'pull secrets and accounts',
    path: 'workload.yaml',
    patch: `
       imagePullSecrets:
-        - name: registry
-      serviceAccountName: api
+      serviceAccountName: default`,
    wanted: ['secret: image pull secret registry removed', 'access: serviceAccountName api → default'],
  },
];
