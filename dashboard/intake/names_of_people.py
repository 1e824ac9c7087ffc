"""Which given names are so common that a column full of them holds people?

A short list written for this purpose: common in English-speaking countries, of several origins. It
need not be complete: `looks.py` also knows titles, and many different pairs of capitalised words.
"""

from __future__ import annotations

GIVEN_NAMES = tuple(
    word
    for line in """
    aaron abdul abigail adam aisha alan alex alexander ali alice alison amanda amelia amir amy
    andrea andrew angela anita ann anna anne anthony arthur ayesha barbara ben benjamin bob brian
    bruce carol caroline catherine charles charlotte chloe chris christian christina christine
    christopher claire colin daniel david deborah denise diana donna dorothy edward elena
    elizabeth ella ellen emily emma eric erin ethan eva evelyn fatima fiona florence frances
    francis frank fred freya gareth gary geoffrey george georgia gerald grace graham grant hannah
    harriet harry hassan heather helen henry ian imran ingrid irene isaac isabella isla ivan ivy
    jack jacob jacqueline jake james jamie jane janet jason jean jennifer jenny jessica jim joan
    joanna joanne joe john jonathan joseph joshua joyce judith julia julie karen kate katherine
    kathleen keith kelly ken kevin kim laura lauren leah leo lewis liam lily linda lisa louise
    lucas lucy luke margaret maria marie mark martha martin mary matthew max megan mia michael
    michelle mike mohammad mohammed muhammad nancy natalie nathan neil nicholas nicola noah oliver
    olivia oscar pamela patricia patrick paul paula peter philip philippa phoebe priya rachel
    ralph raymond rebecca richard rita robert robin roger ronald rose rosie ruby russell ruth ryan
    sally sam samantha samuel sandra sara sarah scott sean sharon sheila shirley simon sofia
    sophia sophie stephanie stephen steve steven stuart sue susan suzanne tara terence teresa
    thomas tim timothy tina tom tony tracey tracy valerie vanessa victor victoria vincent wendy
    william yasmin yusuf yvonne zara zoe
    """.splitlines()
    for word in line.split()
)
