# syntax=docker/dockerfile:1

# Beckon runs its TypeScript as it is, so an image is Node.js, the production packages and the sources.
FROM node:24-trixie-slim AS packages
WORKDIR /opt/beckon
COPY package.json package-lock.json .npmrc ./
COPY scripts/trim-packages.mjs scripts/
# Without optional packages: those are other Node.jses. No package of Beckon needs its install script.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --omit=optional --ignore-scripts \
 && node scripts/trim-packages.mjs

FROM node:24-trixie-slim
ENV NODE_ENV=production
WORKDIR /opt/beckon
COPY --from=packages /opt/beckon/node_modules node_modules/
COPY package.json LICENSE ./
COPY env/policy*.json env/
COPY cards cards/
COPY appPackage appPackage/
COPY bin bin/
COPY src src/
# The folder of the SQLite file, for a volume; with DATABASE_URL nothing is written here.
RUN mkdir data && chown node:node data
USER node
EXPOSE 3978
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT || 3978}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
