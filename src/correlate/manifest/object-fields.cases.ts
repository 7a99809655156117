import type { FieldCase } from './workload-fields.cases.ts';

/** Changes of what stands around the pods. */
export const OBJECT_FIELDS: readonly FieldCase[] = [
  {
    what: 'a Service',
    path: 'x.yaml',
    patch: `
 kind: Service
 metadata:
   name: api
 spec:
   selector:
-    app: api
+    app: web
   ports:
-    - port: 80
+    - port: 8080
       targetPort: http`,
    wanted: ['selector: app api → web', 'port: port 80 → 8080'],
  },
  {
    what: 'an Ingress',
    path: 'x.yaml',
    patch: `
 kind: Ingress
 spec:
-  ingressClassName: nginx
+  ingressClassName: traefik
   rules:
   - host: api.example.com
     http:
       paths:
       - path: /
         backend:
           service:
-            name: api
+            name: web`,
    wanted: ['ingress: ingressClassName nginx → traefik', 'ingress: service name api → web'],
  },
  {
    what: 'an annotation that is obeyed',
    path: 'ingress.yaml',
    patch: `
   annotations:
+    nginx.ingress.kubernetes.io/ssl-redirect: "true"`,
    wanted: ['ingress: nginx.ingress.kubernetes.io/ssl-redirect true added'],
  },
  {
    what: 'the version of a chart',
    path: '../api.yaml',
    patch: `
 spec:
   source:
     chart: ingress-nginx
-    targetRevision: 4.10.0
+    targetRevision: 4.11.0`,
    wanted: ['chart: chart ingress-nginx 4.10.0 → 4.11.0'],
  },
  {
    what: 'a version without its chart',
    path: '../api.yaml',
    patch: `
@@ -9,7 +9,7 @@ spec:
-    targetRevision: 1.28.10
+    targetRevision: 1.29.6`,
    wanted: ['chart: chart 1.28.10 → 1.29.6'],
  },
  {
    what: 'a branch',
    path: '../api.yaml',
    patch: `
     repoURL: https://example.com/x
-    targetRevision: main
+    targetRevision: try
     path: base-apps/api`,
    wanted: ['config: targetRevision main → try'],
  },
  {
    what: 'a dependency of a chart',
    path: 'Chart.yaml',
    patch: `
-version: 0.1.0
+version: 0.1.1
 dependencies:
   - name: redis
-    version: 18.0.0
+    version: 19.0.0`,
    wanted: ['chart: chart redis 18.0.0 → 19.0.0'],
  },
  {
    what: 'Helm values, also inside an Application',
    path: '../api.yaml',
    patch: `
     helm:
       values: |
         controller:
           image:
-            tag: 1.0
+            tag: 1.1
         resources:
           limits:
-            memory: 1Gi
+            memory: 2Gi
         # why
         logLevel: info
         parameters:
           - name: web.image.tag
-            value: "1"
+            value: "2"`,
    wanted: ['image: controller image tag 1.0 → 1.1', 'limits: memory limit 1Gi → 2Gi', 'image: web image tag 1 → 2'],
  },
  {
    what: 'a ConfigMap',
    path: 'configmap.yaml',
    patch: `
@@ -4,8 +4,9 @@ data:
-  LOG_LEVEL: info
+  LOG_LEVEL: debug
+  MODE: fast
   app.conf: |
     # a comment
-    workers = 4
+    workers = 8`,
    wanted: [
      'config: config LOG_LEVEL info → debug',
      'config: config app.conf changed: workers = 4 → workers = 8',
      'config: config MODE added',
    ],
  },
  {
    what: 'text whose key stands above',
    path: 'cronjob.yaml',
    patch: `
@@ -44,5 +44,5 @@ spec:
               echo start
-              for NS in a b; do
+              for NS in a b shop; do
                 kubectl get ns $NS`,
    wanted: ['command: script changed: for NS in a b; do → for NS in a b shop; do'],
  },
  {
    what: 'an ExternalSecret',
    path: 'external-secret.yaml',
    patch: `
@@ -4,8 +4,9 @@ spec:
   secretStoreRef:
-    name: vault
+    name: vault-new
   data:
     - secretKey: password
       remoteRef:
-        key: db
+        key: mysql
+    - secretKey: user
+      remoteRef:
+        key: mysql`,
    wanted: [
      'secret: secretStoreRef name vault → vault-new',
      'secret: remoteRef key db → mysql',
      'secret: secret key user (mysql) added',
    ],
  },
  {
    what: 'a CronJob',
    path: 'cronjob.yaml',
    patch: `
 spec:
-  schedule: "0 1 * * *"
+  schedule: "0 1 31 2 *"
+  suspend: true`,
    wanted: ['schedule: schedule 0 1 * * * → 0 1 31 2 *', 'schedule: suspend true added'],
  },
  {
    what: 'a quota',
    path: 'quota.yaml',
    patch: `
 kind: ResourceQuota
 spec:
   hard:
-    pods: "20"
+    pods: "2"`,
    wanted: ['quota: pods 20 → 2'],
  },
  {
    what: 'an autoscaler',
    path: 'hpa.yaml',
    patch: `
-  minReplicas: 2
+  minReplicas: 0`,
    wanted: ['replicas: minReplicas 2 → 0'],
  },
  {
    what: 'a role',
    path: 'rbac.yaml',
    patch: `
 kind: Role
 rules:
-  - apiGroups: [""]
-    resources: [secrets]
-    verbs: [get]`,
    wanted: ['access: rule removed'],
  },
  {
    what: 'a kustomization',
    path: 'kustomization.yaml',
    patch: `
 resources:
-  - deployment.yaml
+  - job.yaml
 images:
   - name: shop
-    newTag: "1"
+    newTag: "2"`,
    wanted: ['other: resource deployment.yaml → job.yaml', 'image: image shop 1 → 2'],
  },
  {
    what: 'labels that Services look for',
    path: 'deployment.yaml',
    patch: `
   template:
     metadata:
       labels:
-        app: api
+        app: web
+        team: a`,
    wanted: ['selector: app api → web'],
  },
  {
    what: 'an object among others',
    path: 'all.yaml',
    patch: `
 kind: Service
 metadata:
   name: a
----
-kind: ConfigMap
-metadata:
-  name: b
-data:
-  k: v
+---
+kind: Job
+metadata:
+  name: c`,
    wanted: ['off: ConfigMap b removed', 'new: Job c added'],
  },
  {
    what: 'JSON',
    path: 'x.json',
    patch: `
 {
   "spec": {
-    "image": "shop:1",
+    "image": "shop:2",
     "a": 1`,
    wanted: ['image: image shop:1 → shop:2'],
  },
  {
    what: 'what it does not know',
    path: 'x.yaml',
    patch: `
-  dnsPolicy: Default
+  dnsPolicy: None`,
    wanted: ['other: dnsPolicy Default → None'],
  },
];
