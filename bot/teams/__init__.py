"""Microsoft Teams, on Microsoft's Teams SDK, loaded only if it is configured."""

import os
import warnings

# On import the SDK would load all of a `.env` file into the environment; bot/settings.py has read it already.
os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")
# On import the SDK also warns of preview features, which the bot doesn't use.
warnings.filterwarnings("ignore", module=r"microsoft_teams\.")
