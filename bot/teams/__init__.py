"""Microsoft Teams: the same bot over the Teams SDK, loaded only where it is configured."""

import warnings

# At its import the SDK warns of its previews, which nobody uses here.
warnings.filterwarnings("ignore", module=r"microsoft_teams\.")
