#!/usr/bin/env python3
"""Adds names of public statistics and of other countries to given-names.txt and surnames.txt.

    names.py FOLDER WORDS

FOLDER holds dist.male.first, dist.female.first and dist.all.last: names by frequency in the census of 1990, U.S. Census Bureau, in the
public domain. WORDS is a list of English words, one a line (SCOWL, as in /usr/share/dict/american-english): a name that is also
an ordinary word, a place or a brand is not added, and entries that are there already keep their marks.
Given names of other countries are those of Faker 40.54 (MIT licence, https://github.com/joke2k/faker), which has to be installed.
"""
import importlib
import pathlib
import sys

SURNAMES = 30_000  # by rank: 82 % of all bearers

# Names that are places or things first; ordinary words are told by the list.
NO_GIVEN = """
africa albany america asia athens atlanta austin berlin boston brittany brooklyn cairo california canada carolina chelsea china cleveland
colorado columbus dakota dallas delaware denver detroit devon diego egypt england florida france geneva georgia germany ghana greece
havana houston hudson india indiana ireland israel italy jamaica japan java jersey jordan kansas kent kentucky kenya kyoto lexus
lisbon london lourdes louisiana madison madrid malta maryland mercedes mexico miami milan milwaukee missouri montana montreal morocco
nevada odessa ohio oklahoma oracle oregon orlando oslo paris persia persephone philadelphia philippines phoenix portland porsche
prussia rio roma rome russia salem savannah scotland seattle siena sierra spain sydney syria tennessee texas tiffany tokyo toronto tulsa
utah valencia venice venus vermont vienna virginia wales warsaw washington york zeus january february march april may june july august
september october november december monday tuesday wednesday thursday friday saturday sunday amazon apple linux unix ubuntu hong
""".split()

# Languages of Europe in Latin letters.
LOCALES = """
cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE es_ES et_EE fi_FI fr_CH fr_FR ga_IE hr_HR hu_HU is_IS it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL
pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE tr_TR
""".split()

# The second words of places.
NO_SURNAME = "angeles kong vegas york".split()


def census(path, most=None):
    lines = path.read_text().splitlines()[:most]
    return [line.split()[0].lower() for line in lines]


def abroad():
    """Given names of the LOCALES: one word of letters that our lists can fold."""
    names = set()
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        lists = [list(getattr(provider, name)) for name in dir(provider) if name.startswith("first_names")]
        names.update(name for list_ in lists for name in list_ if isinstance(name, str))
    return sorted(name.lower() for name in names if name.isalpha() and all(ord(c) < 0x250 for c in name))


def extend(path, names):
    lines = path.read_text().splitlines()
    head = [line for line in lines if line.startswith("#")]
    entries = {line.split()[0]: line for line in lines if line and not line.startswith("#")}
    for name in names:
        entries.setdefault(name, name)
    path.write_text("\n".join(head + [entries[name] for name in sorted(entries)]) + "\n")


def main():
    folder, words = map(pathlib.Path, sys.argv[1:])
    here = pathlib.Path(__file__).parent
    ordinary = {word for word in words.read_text().splitlines() if word.islower()}
    others = {line.split()[0] for line in (here / "not-names.txt").read_text().splitlines() if line}
    fits = lambda name: len(name) > 2 and name not in ordinary and name not in others and name not in NO_GIVEN
    given = census(folder / "dist.male.first") + census(folder / "dist.female.first")
    extend(here / "given-names.txt", filter(fits, given + abroad()))
    extend(here / "surnames.txt", filter(fits, (name for name in census(folder / "dist.all.last", SURNAMES) if name not in NO_SURNAME)))


if __name__ == "__main__":
    main()
