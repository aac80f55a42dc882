# The bot in about 200 MB: Debian's Python and the packages of requirements.txt, without shell, package manager or PDF.
#   docker build -t dragoman .                          --build-arg PDF=1 adds PDF kits (80 MB)
#   docker run --rm -p 3000:3000 dragoman playground    opens the playground behind the link that it prints

ARG DEBIAN=docker.io/library/debian:bookworm-slim
FROM ${DEBIAN} AS build
ARG PDF=0
ENV DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends binutils ca-certificates python3-venv
WORKDIR /build
COPY deploy/image/system /build/
RUN sh system /image
COPY requirements.txt deploy/image/packages /build/
RUN sh packages /image "$PDF"
COPY bot /image/app/bot
COPY content /image/app/content
COPY handlers /image/app/handlers
COPY deploy/image/finish /build/
RUN sh finish /image

FROM scratch
COPY --from=build /image /
ENV PATH=/usr/bin PYTHONPATH=/app PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 PORT=3000 DATA_DIR=/data CONTENT_SEED=/app/content.json LOG_FORMAT=json
WORKDIR /data
USER 10001:10001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python3", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/readyz', timeout=4)"]
ENTRYPOINT ["python3", "-m", "bot"]
