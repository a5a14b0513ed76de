"""One settings file for development, tests and production; what differs comes from the environment."""

from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from dialogue_tracker.env import env_bool, env_int, env_list, env_required, env_str

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Core ---------------------------------------------------------------------------------------------------
DEBUG = env_bool("DEBUG", False)
# What `make run` sets: plain HTTP, mails into a folder, the gallery and the mailbox as pages. Errors look as
# in production; for tracebacks in the browser set DEBUG too.
DEVELOPMENT = env_bool("DEVELOPMENT", DEBUG)
SECRET_KEY = env_required(
    "SECRET_KEY",
    "`make run` makes one for you; in production set 50 random characters.",
)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
# The address printed into mails; the host of a request is not trusted for that.
SITE_URL = env_str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
# How many proxies of our own stand before the web process; what they add to the headers is believed.
PROXY_COUNT = env_int("PROXY_COUNT", 0)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # the form renderer finds Django's own widget templates through it
    "django_filters",
    "django_htmx",
    "csp",
    "accounts.apps.SignInGuardConfig",
    "dialogue_tracker",
    "accounts",
    "workdays",
    "units",
    "notifications",
    "conferences",
    "assignments",
    "recommendations",
    "notices",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dialogue_tracker.urls"
WSGI_APPLICATION = "dialogue_tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "dialogue_tracker.forms.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dialogue_tracker.navigation.navigation",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------------------
DATABASE_URL = env_required("DATABASE_URL", "`make run` starts a PostgreSQL of its own and sets it.")
REDIS_URL = env_required("REDIS_URL", "`make run` starts a Redis of its own and sets it.")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
# Disks have no moving arm today and tables are mostly in memory; to compile a statement takes longer than to
# run it.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1 -c jit=off")
REDIS_DATABASE = "?db=" if REDIS_URL.startswith("unix://") else "/"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{REDIS_URL}{REDIS_DATABASE}1",
    }
}

# --- People -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_COOKIE_AGE = 12 * 60 * 60
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False  # no line in the log for each process that starts
AXES_CLIENT_IP_CALLABLE = "dialogue_tracker.addresses.address_of"

# --- Security -----------------------------------------------------------------------------------------------
HTTPS = env_bool("HTTPS", not DEVELOPMENT)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # Django's admin ships inline styles; it is for administrators only.
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

# --- Language and time --------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["dialogue_tracker.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticroot"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Uploaded and generated files lie outside the static tree and leave only through a view that checks.
MEDIA_ROOT = Path(env_str("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Unlike uploads: whoever collects them, the web server's user must read them.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "dialogue_tracker.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Mail ---------------------------------------------------------------------------------------------------
MAILBOX_DIR = Path(env_str("MAILBOX_DIR", str(BASE_DIR / "var" / "mail")))
EMAIL_BACKEND = env_str(
    "EMAIL_BACKEND",
    "dialogue_tracker.mailbox.EmailBackend" if DEVELOPMENT else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env_str("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
# Mail programs show the hour in Việt Nam, not UTC.
EMAIL_USE_LOCALTIME = True
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "dialogue-tracker@localhost")
# After an outage the backlog leaves at this pace, so that it is no flood; the next run goes on.
MAILS_PER_RUN = env_int("MAILS_PER_RUN", 500)
MAILS_PER_MINUTE = env_int("MAILS_PER_MINUTE", 300)

# --- Background work ----------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB; WeasyPrint does not give memory back
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "retry_on_timeout": False,
    "max_retries": 1,
}
# A dead broker must cost a click a moment, not seconds.
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULE = {
    # Just after midnight, when a reorganisation takes effect; the later runs catch up a missed night.
    "apply-transfers": {
        "task": "assignments.tasks.apply_transfers",
        "schedule": crontab(minute=1),
        "options": {"expires": 3600},
    },
    "remove-old-renderings": {
        "task": "notices.remove_old_renderings",
        "schedule": crontab(minute=20, hour=3),
        "options": {"expires": 3600},
    },
    # People choose the hour of their digest. A sweep takes everything due up to now, so a missed hour or
    # night is caught up.
    "send-reminders": {
        "task": "assignments.tasks.send_reminders",
        "schedule": crontab(minute="0,30", hour="6-18"),
        "options": {"expires": 1800},
    },
    "keep-silences": {
        "task": "assignments.tasks.keep_silences",
        "schedule": crontab(minute=20),
        "options": {"expires": 3600},
    },
    # Units hear within the hour that a conference takes recommendations, and before the term ends.
    "call-units": {
        "task": "recommendations.tasks.call_units",
        "schedule": crontab(minute=45, hour="7-17"),
        "options": {"expires": 3600},
    },
    "watch-calendar": {
        "task": "assignments.tasks.watch_calendar",
        "schedule": crontab(minute=10, hour=8),
        "options": {"expires": 3600},
    },
    "count-tokens": {
        "task": "recommendations.tasks.count_tokens",
        "schedule": crontab(minute=40, hour=2),
        "options": {"expires": 3600},
    },
    # What no worker took up meanwhile is dropped: the next one does its work too.
    "deliver-mails": {
        "task": "assignments.tasks.deliver_mails",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}

# --- Product ------------------------------------------------------------------------------------------------
# Days a unit has for answering a recommendation, unless another date is set. The law fixes no term here;
# for the People's Inspectorate it is 15 days.
ANSWER_DAYS = env_int("ANSWER_DAYS", 15)
# Working days in which a raising unit may agree to a confirmed answer or contest it; then it is silence.
RAISERS_WORD_WORKING_DAYS = env_int("RAISERS_WORD_WORKING_DAYS", 5)
# “Before the day D” (trước ngày D): whether D itself is still in time. Offices differ; by the letter: no.
BEFORE_DAY_IS_IN_TIME = env_bool("BEFORE_DAY_IS_IN_TIME", True)
CONCLUSION_MAX_BYTES = 5 * 1024 * 1024 - 1
EVIDENCE_MAX_BYTES = UPLOAD_MAX_BYTES = 20 * 1024 * 1024

# A workbook is read in a child of the worker; longer or larger than this, it is stopped with a sentence.
IMPORT_SECONDS = env_int("IMPORT_SECONDS", 60)
IMPORT_MEGABYTES = env_int("IMPORT_MEGABYTES", 600)
IMPORT_MAX_ROWS = env_int("IMPORT_MAX_ROWS", 20_000)

# A PDF is made in a child of the worker; longer or larger than this, it is stopped with a sentence.
PDF_SECONDS = env_int("PDF_SECONDS", 120)
PDF_MEGABYTES = env_int("PDF_MEGABYTES", 700)
# After so many days the PDFs of drafts go, but for the last one of a notice that is still on its way.
DRAFT_PDF_DAYS = env_int("DRAFT_PDF_DAYS", 30)
# The organisation's certificate (PKCS#12) for signing issued notices, and the image of its seal (PNG, real
# size on paper in millimetres). Without a certificate the notice is signed elsewhere and uploaded then.
SIGNING_CERTIFICATE = env_str("SIGNING_CERTIFICATE")
SIGNING_PASSWORD = env_str("SIGNING_PASSWORD")
SIGNING_SEAL = env_str("SIGNING_SEAL")
SIGNING_SEAL_MM = env_int("SIGNING_SEAL_MM", 36)
# Certificates (PEM) of those whose signatures are trusted when a signed file is uploaded.
SIGNING_TRUST = env_str("SIGNING_TRUST")
SIGNED_MAX_BYTES = 20 * 1024 * 1024
# Look-ups of notices by code, for each address and minute.
VERIFICATIONS_PER_MINUTE = env_int("VERIFICATIONS_PER_MINUTE", 30)

SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"weasyprint": {"level": "WARNING"}},  # it tells every step, even of being imported
}
