"""Microsoft Teams: the same bot over the Teams SDK, loaded only where it is configured."""

import os
import warnings

# At its import the SDK would put all of a `.env` file into the environment; bot/settings.py has read it already.
os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")
# There it also warns of its previews, which nobody uses here.
warnings.filterwarnings("ignore", module=r"microsoft_teams\.")
