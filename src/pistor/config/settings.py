"""The settings of the server, from the environment alone."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from pistor.config.environment import database, known_names, secret, yes_or_no

known_names()

DATA = Path(os.environ.get("PISTOR_DATA", "pistor-data")).absolute()
DEMO = yes_or_no("PISTOR_DEMO")
SECRET_KEY = secret("PISTOR_SECRET_KEY", DATA)
AUDIT_KEY = secret("PISTOR_AUDIT_KEY", DATA)

DEBUG = False
ALLOWED_HOSTS = os.environ.get("PISTOR_HOSTS", "127.0.0.1,localhost").split(",")
# A clinic's own network may reach the server by name without encryption only in the demo.
_ENCRYPTED = not DEMO and set(ALLOWED_HOSTS) - {"127.0.0.1", "localhost"} != set()
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _ENCRYPTED
SECURE_HSTS_SECONDS = 31_536_000 if _ENCRYPTED else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "pistor.web",  # before the next: its account pages have our look
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "pistor.practice.audit",
    "pistor.practice.access",
    "pistor.practice.people",
    "pistor.practice.library",
    "pistor.practice.screening",
    "pistor.practice.planning",
    "pistor.practice.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pistor.practice.access.middleware.ClinicMiddleware",
    "pistor.practice.access.middleware.PermissionMiddleware",
]
ROOT_URLCONF = "pistor.config.urls"
WSGI_APPLICATION = "pistor.config.wsgi.application"
PERMISSION_TABLE = "pistor.config.permissions.TABLE"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pistor.config.navigation.navigation",
            ],
            "builtins": ["pistor.web.templatetags.pistor"],
        },
    }
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
ACCOUNT_ADAPTER = "pistor.practice.access.adapter.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "pistor.practice.access.sign_in.SignInForm",
    "reauthenticate": "pistor.practice.access.sign_in.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds; a signature asks who is there
ACCOUNT_SESSION_REMEMBER = False
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

ACCESS_LOG_IN_BACKGROUND = True  # a thread writes the access log; off, a test writes it

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
