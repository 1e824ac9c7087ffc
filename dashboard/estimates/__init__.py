"""From counts to estimates: pure functions on NumPy arrays, checked against R.

Nothing in this room sees a record. A caller turns a frame of counts into `Counts` once
(`counts.count_by_day`) and hands that to the estimators:

- `competing_risks`: cumulative incidence (Aalen-Johansen);
- `survival`: Kaplan-Meier, its quantiles, the log-rank test, the length of follow-up;
- `restricted_mean`: the mean time up to a horizon; `turnbull`: times known only to lie between two days;
- `proportions`, `proportion_contrasts`: k of n with score limits, and how two of them differ;
- `horizons`, `differences`: what a curve says at given days, and how groups differ there;
- `gray`: Gray's test;
- `cox`, `proportional_hazards`: the Cox model and whether its assumption holds;
- `clusters`: standard errors where one patient has several episodes;
- `loss`: what if those lost to follow-up had all, or none, recurred;
- `case_mix`, `ends`: who is in which arm, of which case mix, and when and how observation of them ended;
- `design`, `columns`: how a case mix enters a model, without writing out a row for each combination;
- `propensity`, `optimum`, `told_apart`: who gets which treatment, given the case mix;
- `weights`, `balance`: groups made alike by weights, and how alike they then are;
- `weighted_curves`, `weighted_proportions`, `adjusted_cox`: what is estimated from groups made alike;
- `control_charts`, `run_rules`, `cusum`: is a month unlike the months before it?
- `funnel`, `overdispersion`, `observed_expected`: is a clinic unlike clinics with such patients?
- `pairwise`, `multiplicity`: a test on each pair of groups, and Holm's correction.

SciPy is imported inside functions only: importing it costs more than any of these computations.
"""
