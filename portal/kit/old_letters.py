"""Vietnamese in the encodings that came before Unicode and live on in drawing programs: TCVN3 (ABC) and VNI.

A font of such an encoding shows "Nguyễn Văn An" where the file holds "NguyÔn V¨n An" (TCVN3) or "Nguyeãn Vaên An"
(VNI). Read here without tone marks, which is enough to look for a name. Sources: TCVN 5712:1993 and the VNI-Windows
table as they are published with the converters of both.
"""

from __future__ import annotations

import re

_TCVN3 = {
    "a": "¨©¸µ¶·¹¾»¼½ÆÊÇÈÉË", "A": "¡¢", "d": "®", "D": "§", "e": "ªÐÌÎÏÑÕÒÓÔÖ", "E": "£", "i": "Ý×ØÜÞ",
    "o": "«¬ãßáâäèåæçéíêëìî", "O": "¤¥", "u": "\u00adóïñòôøõö÷ù", "U": "¦", "y": "ýúûüþ",
}  # fmt: skip
_OF_TCVN3 = str.maketrans({sign: letter for letter, signs in _TCVN3.items() for sign in signs})
_TELLS_TCVN3 = re.compile("[¨©ª«¬®¸µ¶·¹¾»¼½§¡¢£¤¥¦\u00ad×÷]")

_OF_VNI = str.maketrans({"ñ": "d", "Ñ": "D", "ö": "u", "Ö": "U", "ô": "o", "Ô": "O", "æ": "i", "Æ": "I", "ó": "i",
                         "Ó": "I", "ò": "i", "Ò": "I", "î": "y", "Î": "Y"})  # fmt: skip
_MARK_OF_VNI = re.compile(r"(?<=[aeiouyAEIOUYôöÔÖ])[áàåãäâéèúüûêëùøõïÁÀÅÃÄÂÉÈÚÜÛÊËÙØÕÏ]")
_MARK = "\u200d"  # a joiner, seen by nobody, stands where a letter's second sign stood: places in the text remain


def readings(text: str) -> tuple[str, ...]:
    """The text as it is, and as it reads in each old encoding it may be in; all of the same length."""
    if text.isascii() or any(sign >= "\u1ea0" and sign <= "\u1ef9" for sign in text):
        return (text,)
    found = [text]
    if _TELLS_TCVN3.search(text):
        found.append(text.translate(_OF_TCVN3))
    if _MARK_OF_VNI.search(text):
        found.append(_MARK_OF_VNI.sub(_MARK, text).translate(_OF_VNI))
    return tuple(found)
