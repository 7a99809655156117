# k8s-monitor for linux/amd64 and linux/arm64; docs/image.md says what is in it, how it is built and how it is checked.
# Two targets: `final` has no shell and no git; `with-git` is for GIT_REPOSITORY.
# Each base is pinned to an exact version. Whoever releases writes the digest behind the tag, as the comment above it shows: a digest
# has to be looked up in the registry.

# The bundle is the same for every platform, so it is made once, on the platform of the builder.
# node:24.21.0-bookworm-slim@sha256:…
FROM --platform=$BUILDPLATFORM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY .npmrc package.json package-lock.json ./
# No package's own script runs: the build needs none, and that of `node` would fetch a second Node.
RUN npm ci --ignore-scripts
COPY LICENSE tsconfig.json ./
COPY agents/ agents/
COPY docs/reference/models.json docs/reference/
COPY mcp-servers/ mcp-servers/
COPY scripts/build.ts scripts/
COPY src/ src/
# What was checked out with narrow modes must be readable for the user of the image.
RUN npm run build && chmod -R u=rwX,go=rX LICENSE agents dist package.json

# What is bundled, as SPDX. `npm sbom --omit dev` would also leave out what both we and our tools need: so the tools go first.
# node:24.21.0-bookworm-slim@sha256:…
FROM --platform=$BUILDPLATFORM node:24.21.0-bookworm-slim AS sbom
WORKDIR /sbom
COPY package.json package-lock.json ./
RUN npm pkg delete devDependencies \
 && npm prune --package-lock-only --offline \
 && npm sbom --sbom-format spdx --package-lock-only > sbom.spdx.json

# Everything of ours, once for both targets.
FROM scratch AS app
COPY --from=build /build/LICENSE /build/package.json /app/
COPY --from=sbom /sbom/sbom.spdx.json /app/
COPY --from=build /build/agents/ /app/agents/
COPY --from=build /build/dist/*.js /build/dist/*.LEGAL.txt /app/dist/

# Node of the target's platform, with the few libraries it is linked to.
# node:24.21.0-bookworm-slim@sha256:…
FROM node:24.21.0-bookworm-slim AS node
WORKDIR /node
COPY scripts/image/node-root.sh ./
RUN sh node-root.sh "$(command -v node)" root

# For GIT_REPOSITORY: git, ssh for its ssh addresses, and certificates, which git does not bring along.
# node:24.21.0-bookworm-slim@sha256:…
FROM node:24.21.0-bookworm-slim AS with-git
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git openssh-client \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 65532 nonroot \
 && useradd --uid 65532 --gid 65532 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin nonroot
COPY --from=app /app/ /app/
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=unknown
ARG SOURCE=https://github.com/k8s-monitor/k8s-monitor
LABEL org.opencontainers.image.title="k8s-monitor" \
      org.opencontainers.image.description="Watches a Kubernetes cluster. Rules decide, agents explain." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED" \
      org.opencontainers.image.source="$SOURCE"
# HTTP_PROXY, HTTPS_PROXY and NO_PROXY count for everything, as with bin/k8s-monitor.
ENV NODE_USE_ENV_PROXY=1
# Empty. Without the cluster a folder with .env, services.txt and agents/ may be mounted here.
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/node", "--max-semi-space-size=4", "/app/dist/k8s-monitor.js"]
CMD ["run", "--once"]

# The usual one: Node, the libraries it is linked to, and us.
FROM scratch AS final
COPY --from=node /node/root/ /
COPY --from=app /app/ /app/
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=unknown
ARG SOURCE=https://github.com/k8s-monitor/k8s-monitor
LABEL org.opencontainers.image.title="k8s-monitor" \
      org.opencontainers.image.description="Watches a Kubernetes cluster. Rules decide, agents explain." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED" \
      org.opencontainers.image.source="$SOURCE"
# HTTP_PROXY, HTTPS_PROXY and NO_PROXY count for everything, as with bin/k8s-monitor.
ENV NODE_USE_ENV_PROXY=1
# Empty. Without the cluster a folder with .env, services.txt and agents/ may be mounted here.
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/node", "--max-semi-space-size=4", "/app/dist/k8s-monitor.js"]
CMD ["run", "--once"]
