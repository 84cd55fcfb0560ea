"""The banks of Vietnam that take transfers by VietQR, with the number (BIN) that stands in the code.

Numbers do not change while a bank lives; names do when banks merge. Compared on the day below with the list of
vietnam-qr-pay (MIT), which a test does again; the two wallets of telephone companies are not in it. To be compared
once more with the list of NAPAS before a campaign begins.
"""

CHECKED_ON = "2026-11-23"
SOURCE = "https://pypi.org/project/vietnam-qr-pay/"

BANKS = {
    "970436": "Vietcombank", "970415": "VietinBank", "970418": "BIDV", "970405": "Agribank", "970422": "MB Bank",
    "970407": "Techcombank", "970416": "ACB", "970432": "VPBank", "970423": "TPBank", "970403": "Sacombank",
    "970437": "HDBank", "970441": "VIB", "970443": "SHB", "970448": "OCB", "970426": "MSB", "970440": "SeABank",
    "970431": "Eximbank", "970449": "LPBank", "970428": "Nam A Bank", "970438": "BaoViet Bank", "970412": "PVcomBank",
    "970429": "SCB", "970425": "ABBANK", "970409": "Bac A Bank", "970454": "BVBank", "970419": "NCB",
    "970452": "KienlongBank", "970400": "SaigonBank", "970427": "VietABank", "970433": "VietBank",
    "970430": "PGBank", "970414": "MBV (OceanBank)", "970406": "Vikki Bank", "970408": "GPBank", "970444": "VCBNeo",
    "970446": "Co-opBank", "970424": "Shinhan Bank", "970457": "Woori Bank", "970421": "VRB", "970434": "Indovina Bank",
    "970442": "Hong Leong Bank", "970439": "Public Bank", "970458": "UOB", "970410": "Standard Chartered",
    "458761": "HSBC", "970455": "IBK Hà Nội", "970462": "Kookmin Hà Nội", "546034": "CAKE by VPBank",
    "546035": "Ubank by VPBank", "971005": "Viettel Money", "971011": "VNPT Money", "963388": "Timo",
    "668888": "KBank", "422589": "CIMB", "796500": "DBS", "801011": "Nonghyup", "970456": "IBK TP.HCM",
    "970463": "Kookmin TP.HCM", "963369": "Liobank",
}  # fmt: skip
"""BIN: the name people know."""


def name(bank: str) -> str:
    """The name of a bank; its number where we do not know it."""
    return BANKS.get(bank, bank)
