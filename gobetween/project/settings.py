"""Django settings, derived from `gobetween.kit.config`; `GOBETWEEN` is the typed whole."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import gobetween
from gobetween.kit import config, database

GOBETWEEN = config.read(os.environ)
PACKAGE = Path(gobetween.__file__).parent

DEBUG = GOBETWEEN.debug
# From the oldest key, so that a new one signs nobody out; without keys (a foreign starter) never a known constant.
OLDEST_KEY = GOBETWEEN.keys.rpartition(",")[2].strip() or secrets.token_hex()
SECRET_KEY = hashlib.sha256(b"django" + OLDEST_KEY.encode()).hexdigest()
ALLOWED_HOSTS = [host.strip() for host in GOBETWEEN.allowed_hosts.split(",") if host.strip()]
ROOT_URLCONF = "gobetween.project.urls"
ASGI_APPLICATION = "gobetween.project.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.sessions",
    "django.contrib.messages",
    "gobetween.journal",
    "gobetween.marketplace",
    "gobetween.aliases",
    "gobetween.conversations",
    "gobetween.mail",
    "gobetween.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gobetween.web.shared.whole.answers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gobetween.web.shared.safety.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gobetween.web.shared.frame.surroundings",
            ],
        },
    },
]
DATABASES = {"default": database.settings(GOBETWEEN.database_url)}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = GOBETWEEN.state_dir / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(GOBETWEEN.state_dir / "files"), "allow_overwrite": True},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
CSRF_FAILURE_VIEW = "gobetween.web.shared.views.strange_form"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGGING_CONFIG = None
