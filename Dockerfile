# Debian's slim image rather than Alpine: nothing here is compiled at installation, so both would
# work, but Node ranks its builds for musl as experimental and the index lives from threads and memory.
FROM node:24-slim

WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

COPY LICENSE ./
COPY src ./src
COPY harvesters ./harvesters

ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=8080
ENV DATA_DIR=/data

RUN mkdir /data && chown node:node /data
VOLUME /data

USER node
EXPOSE 8080

# The index of a large catalogue is loaded before it is ready; a failure in that time does not count.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5m --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# As process 1 the service gets signals itself, so it must not run under npm or a shell.
STOPSIGNAL SIGTERM
CMD ["node", "src/main.ts", "serve"]
