"""English words that say nothing about a subject, accents folded."""

STOP_WORDS = frozenset(
    """a about above across after again against all almost along already also although always am
    among an and any are around as at away be because been before being below between both but by
    can cannot could did do does doing done down during each either else enough etc even ever every
    few for from further get gets given gives go goes had has have having he hence her here hers
    herself him himself his how however i if in indeed instead into is it its itself just least less
    like made mainly make makes many may me might mine more moreover most much must my myself namely
    near need needed needs neither never no nor not now of off often on once one only onto or other
    others our ours ourselves out over own per perhaps rather same seek seeks several shall she
    should since so some something still such than that the their theirs them themselves then
    thence there thereby therefore these they this those though through throughout thus to together
    too toward towards under until up upon us use used using very via was we well were what when
    where whereas whereby which while who whole whom whose why will with within without would yet
    you your yours yourself look looking looks want wants""".split()
)
