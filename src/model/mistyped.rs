//! A name that nothing goes by, and the one that may have been meant.

/// The name most like `wrong`, where one is alike enough to be worth proposing.
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    /// Below this Jaro-Winkler likeness a proposal confuses more than it helps: "`held_on`" is no slip for "team".
    const ALIKE: f64 = 0.8;
    let likeness = |name: &str| strsim::jaro_winkler(&wrong.to_lowercase(), &name.to_lowercase());
    let best = names
        .into_iter()
        .map(|name| (likeness(name), name))
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.filter(|(likeness, _)| *likeness >= ALIKE)
        .map(|(_, name)| name)
}

pub fn did_you_mean(near: &str) -> String {
    format!("did you mean {near:?}?")
}
