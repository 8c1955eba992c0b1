"""The columns of the two files, in their order."""

from __future__ import annotations

_BEFORE_PROMISES = (
    "maxphase wartime estmode pubsecr secrart proadd futmem speclgth length renounce proren renewlgt term"
)
_PROMISES = "defense offense neutral nonagg consul active conditio defcon offcon neucon concon"
_AFTER_PROMISES = """
notaiden dipaid terrres seppeace thirdcom noothall specthrt statthr1 statthr2 conwtin medarb milcon milaid intcom
subord organ1 orgpurp1 organ2 orgpurp2 base contrib armred acqterr divgains demwith reflnun refothio natrefal compag
nomicoop conres agprois conmen ecaid interv
"""
_EDITION = "source new4 rev4 version"
_ALLIANCE = f"""
atopid cowid cow4id begyr begmo begday endyr endmo endday ineffect bilat
{_BEFORE_PROMISES} {_PROMISES} asymm {_AFTER_PROMISES} {" ".join(f"mem{number}" for number in range(1, 60))} {_EDITION}
"""
_MEMBER = f"""
atopid cowid cow4id member cowsys yrent moent dayent yrexit moexit dayexit ineffect bilat phase
{_BEFORE_PROMISES.replace("wartime", "wartime cowwar")} termmode termcaus {_PROMISES}
defcoadv defcoloc defcocon defconum defcodem defconpr offcoadv offcoloc offcocon offconum offcodem
neucoadv neucoloc neucocon neuconum neucodem neuconpr neucoatt concoadv concoloc concocon concoreq olimob asymm obvary
{_AFTER_PROMISES} {_EDITION}
"""
_ADDED = "hinst minst milorg milinst pubtreat formorg formal"  # by another author, in some copies only

ALLIANCE, MEMBER, ADDED = (tuple(names.split()) for names in (_ALLIANCE, _MEMBER, _ADDED))
