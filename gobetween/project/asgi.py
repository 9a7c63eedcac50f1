"""The ASGI application of the web role."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gobetween.project.settings")
application = get_asgi_application()
