FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    XDG_CACHE_HOME=/tmp/.cache

# What WeasyPrint draws letters with; the fonts themselves are part of the project.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app

COPY requirements.txt ./
RUN python3 -m pip install --require-hashes -r requirements.txt

COPY . .

# The values are for this one command; nothing connects to them and none stays in the image.
RUN SECRET_KEY=build DATABASE_URL=postgresql://build REDIS_URL=redis://build \
        python3 manage.py collectstatic --no-input \
    && chmod -R a+rX . \
    && install -d -o 1000 -g 1000 var/media

USER 1000:1000
EXPOSE 8000

# The request names an allowed host, because Django refuses any other.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python3", "-c", "import os, urllib.request as u; host = os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.'); u.urlopen(u.Request('http://127.0.0.1:8000/readyz', headers={'Host': host}), timeout=4)"]

CMD ["python3", "-m", "gunicorn", "dialogue_tracker.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
