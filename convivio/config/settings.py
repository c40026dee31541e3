"""Settings of one installation.

Everything that differs between machines comes from a `CONVIVIO_…` variable, read by one of three
readers. All are listed in docs/reference/settings.md; a test sees to it.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from xstatic.pkg import leaflet

CHECKOUT = Path(__file__).resolve().parents[2]


def read(name: str, default: str = "") -> str:
    """Read a CONVIVIO_ variable as text."""
    return os.environ.get(f"CONVIVIO_{name}", default)


def read_flag(name: str, *, default: bool = False) -> bool:
    """Read a CONVIVIO_ variable as yes or no.

    Errors: ImproperlyConfigured, for any other word.
    """
    word = read(name, "yes" if default else "no").lower()
    if word not in {"yes", "no", "true", "false", "1", "0", ""}:
        message = f"CONVIVIO_{name} must be yes or no, not “{word}”."
        raise ImproperlyConfigured(message)
    return word in {"yes", "true", "1"}


def read_secret(name: str) -> str:
    """Read a secret: the variable, or the file it keeps for itself in the home, made once."""
    given = read(name)
    if given:
        return given
    kept = HOME / f"{name.lower().replace('_', '-')}"
    if not kept.exists():
        HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text(encoding="ascii")


def database(address: str) -> dict[str, object]:
    """Turn CONVIVIO_DATABASE into Django's terms: empty for SQLite, or an address postgresql://host/name.

    Errors: ImproperlyConfigured, for an address of another kind.
    """
    if not address:
        return {
            "ENGINE": "convivio.kernel.sqlite",
            "NAME": HOME / "convivio.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "".join(f"PRAGMA {name}={value};" for name, value in SQLITE_PRAGMAS.items()),
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        message = "CONVIVIO_DATABASE must be empty (SQLite) or an address that begins with postgresql://."
        raise ImproperlyConfigured(message)
    host = re.search(r"[?&]host=([^&]+)", address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "convivio",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host.group(1)) if host else (parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def oidc(issuer: str, name: str, client: str, secret: str) -> dict[str, object]:
    """Turn the CONVIVIO_OIDC_ variables into allauth's terms: nothing, or one identity provider."""
    if not issuer:
        return {}
    app = {"provider_id": "oidc", "name": name, "client_id": client, "secret": secret}
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [{**app, "settings": {"server_url": issuer}}],
        }
    }


HOME = Path(read("HOME", str(CHECKOUT / "var"))).expanduser().resolve()
SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "temp_store": "MEMORY",
    "secure_delete": "ON",
    "mmap_size": "134217728",
    "cache_size": "-65536",
    "journal_size_limit": "67108864",
}

SECRET_KEY = read_secret("SECRET_KEY")
DEBUG = read_flag("DEBUG")
DEMO = read_flag("DEMO")
ALLOWED_HOSTS = [host for host in read("HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in read("ORIGINS").split(",") if origin]
ADDRESS = read("ADDRESS", "http://127.0.0.1:8000")
BEHIND_TLS = ADDRESS.startswith("https://")

INSTALLED_APPS = [
    "convivio.config.apps.ConfigConfig",
    "convivio.api",
    "convivio.home",
    "convivio.demo",
    "convivio.tracing",
    "convivio.opendata",
    "convivio.office",
    "convivio.matching",
    "convivio.consortia",
    "convivio.calls",
    "convivio.ideas",
    "convivio.skills",
    "convivio.needs",
    "convivio.resources",
    "convivio.exchanges",
    "convivio.trackrecord",
    "convivio.memberships",
    "convivio.dues",
    "convivio.pages",
    "convivio.clusters",
    "convivio.organisations",
    "convivio.vocabulary",
    "convivio.sources",
    "convivio.notices",
    "convivio.files",
    "convivio.people",
    "convivio.activity",
    "convivio.search",
    "convivio.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "convivio.web.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "convivio.web.bounds.BoundsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "convivio.people.middleware.ActingMiddleware",
    "convivio.people.middleware.SecondStepMiddleware",
    "convivio.web.policies.PolicyMiddleware",
    "convivio.web.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "convivio.config.urls"
WSGI_APPLICATION = "convivio.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "convivio.people.context.acting",
                "convivio.web.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": database(read("DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
INDEX_FOLDER = HOME / "index"
FILES_FOLDER = HOME / "files"
ERASURES_FILE = HOME / "erasures.jsonl"

LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Rome"

STATIC_URL = "static/"
STATIC_ROOT = Path(read("STATIC", str(HOME / "static")))
STATICFILES_DIRS = [("leaflet", leaflet.BASE_DIR)]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "convivio.web.stylesheet.OneStylesheetStorage"
    },
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "people:picker" if DEMO else "account_request_login_code"
LOGIN_REDIRECT_URL = "home:front"
LOGOUT_REDIRECT_URL = "home:front"
ACCOUNT_ADAPTER = "convivio.people.signing_in.account.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "request_login_code": "convivio.people.signing_in.forms.AskForCodeForm",
    "confirm_login_code": "convivio.people.signing_in.forms.LoginCodeForm",
    "confirm_email_verification_code": "convivio.people.signing_in.forms.EmailCodeForm",
}
# Three codes in five minutes with three tries each: nine guesses at an account, from wherever they come.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/5m/key,12/h/key", "signup": "20/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
MFA_ADAPTER = "convivio.people.signing_in.second_steps.SecondStepAdapter"
SECOND_STEP_FOR_OFFICES = not DEMO
MFA_TOTP_ISSUER = "Convivio"
MFA_TOTP_TOLERANCE = 1
TRUSTED_PROXIES = int(read("PROXIES", "0"))
OIDC_ISSUER = read("OIDC_ISSUER").rstrip("/")
OIDC_NAME = read("OIDC_NAME", "OpenID Connect")
SOCIALACCOUNT_ADAPTER = "convivio.people.signing_in.identities.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = oidc(OIDC_ISSUER, OIDC_NAME, read("OIDC_ID"), read("OIDC_SECRET"))

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = read("MAIL_HOST", "localhost")
EMAIL_PORT = int(read("MAIL_PORT", "25"))
EMAIL_HOST_USER = read("MAIL_USER")
EMAIL_HOST_PASSWORD = read("MAIL_PASSWORD")
EMAIL_USE_TLS = read_flag("MAIL_TLS")
if read("MAIL_FOLDER"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = read("MAIL_FOLDER")
MAIL_KEPT_DAYS = 30
DEFAULT_FROM_EMAIL = read("MAIL_FROM", "Convivio <convivio@localhost>")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
DELIVER_AT_ONCE = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
CSRF_FAILURE_VIEW = "convivio.web.refusals.expired_form"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
