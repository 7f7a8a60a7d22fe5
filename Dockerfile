# The image of respec-server: built with Swift, run on slim Debian with libpq.

FROM swift:6.2-bookworm AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends libpq-dev libsqlite3-dev libcmark-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The dependencies first: they stay in the cache while only sources change.
COPY Package.swift ./
RUN swift package resolve
# The package names its test targets, so that SwiftPM wants to see them.
COPY Tests Tests
COPY migrations migrations
COPY scripts/build scripts/build
COPY Sources Sources
RUN scripts/build

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="respec-server" \
  org.opencontainers.image.description="Keeps the state of spec-driven development for AI coding agents, as an MCP server over stdio" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.source="https://github.com/respec-server/respec-server" \
  io.modelcontextprotocol.server.name="io.github.respec-server/respec-server"
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates libpq5 \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin respec \
  && install --directory --owner respec --group respec --mode 700 /var/lib/respec-server
COPY LICENSE /usr/share/doc/respec-server/LICENSE
COPY --from=build /src/.build/respec-server /usr/local/bin/respec-server
# Below it is the state file's folder, for STATE_MANAGER=file; a new volume mounted there belongs to the same user.
# STATE_FILE itself stays unset: beside DATABASE_URL it would leave open which of them a command is about.
ENV XDG_DATA_HOME=/var/lib
# By number, so that an orchestrator sees that it is not root.
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=15s --start-period=10s CMD ["respec-server", "doctor"]
ENTRYPOINT ["respec-server"]
