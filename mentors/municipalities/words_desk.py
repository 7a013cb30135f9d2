from __future__ import annotations

from flask_babel import lazy_gettext as _l

COLOUR_TOO_LIGHT = _l("Hvid tekst kan ikke læses på den farve. Vælg en mørkere farve (kontrast mindst 4,5).")
SENDER = _l("Afsenderen må højst have 11 bogstaver a-z eller tal, uden mellemrum.")
HOURS = _l("Vælg timer fra tidligst 6 til senest 24, og begynd før I slutter.")
ADDRESS = _l("Skriv en adresse, der begynder med https://.")
LOGO_KIND = _l("Logoet skal være et PNG-billede.")
LOGO_SIZE = _l("Logoet må højst fylde 60 kB. Gør billedet mindre.")
