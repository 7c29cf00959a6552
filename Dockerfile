# The service in one image: `serve` (the default), `worker`, `migrate` and the rest of the command line.
FROM python:3.13-slim-bookworm AS dependencies
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements.lock

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /data throughline
COPY --from=dependencies /venv /venv
WORKDIR /service
COPY LICENSE ./
COPY app ./app
COPY openapi ./openapi
RUN /venv/bin/python -m compileall -q app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    THROUGHLINE_HOST=0.0.0.0 THROUGHLINE_HOME=/data PORT=8000
USER throughline
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=5)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
