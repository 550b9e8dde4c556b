# The farm as two images: `farm` (server, orchestrator, nightly trainer) and, with adb, `worker`. docker-compose.yml builds both.
#   docker build --target farm --tag latency-farm .
ARG NODE_IMAGE=node:24-trixie-slim

# Everything that `npm pack` would publish, unpacked in /build/package: one list of what runs, that of package.json.
FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build \
  && npm pack --ignore-scripts \
  && tar --extract --gzip --file latency-farm-*.tgz

# What it imports. Without optional packages: they are servers of Postgres, which is a service of its own here, and compiled
# stand-ins for what is written in JavaScript too.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /farm
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev --omit=optional --no-audit --no-fund

FROM ${NODE_IMAGE} AS farm
ENV NODE_ENV=production FARM_DATA_DIR=/var/lib/latency-farm
# Empty folders of the user's: a new volume takes its owner from the folder that it covers.
RUN install --directory --owner=node --group=node /var/lib/latency-farm /home/node/.android
WORKDIR /farm
COPY --from=dependencies /farm/node_modules ./node_modules
COPY --from=build /build/package ./
USER node
ENTRYPOINT ["node", "/farm/dist/cli/main.js"]
CMD ["--help"]

FROM farm AS worker
USER root
RUN apt-get update \
  && apt-get install --yes --no-install-recommends adb \
  && rm -rf /var/lib/apt/lists/*
USER node
CMD ["worker", "run", "--adb-program", "adb"]
