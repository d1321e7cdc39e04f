"""``python -m pistor.cli`` does the same as ``pistor``."""

from pistor.cli import main

raise SystemExit(main())
