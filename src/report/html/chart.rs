//! Charts as inline SVG. The numbers that they draw always stand beside them in words.

use std::fmt::Write as _;

use super::escape::safe;

/// A bar of a rate, with a mark at England's. It says nothing that the same row does not.
pub fn bar(rate: Option<f64>, england: Option<f64>, class: &str) -> String {
    let mut svg = String::from(
        "<svg class=\"bar\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"track\" width=\"100\" height=\"12\"/>",
    );
    if let Some(rate) = rate {
        let _ = write!(
            svg,
            "<rect class=\"{class}\" width=\"{:.1}\" height=\"12\"/>",
            rate.clamp(0.0, 100.0)
        );
    }
    if let Some(england) = england {
        let _ = write!(
            svg,
            "<rect class=\"england\" x=\"{:.1}\" width=\"1.5\" height=\"12\"/>",
            england.clamp(0.0, 98.5)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A line through the months' rates, from 0% at the foot to 100% at the top. Months without a rate leave a gap.
pub fn line(rates: &[Option<f64>], title: &str) -> String {
    const WIDTH: f64 = 120.0;
    const HEIGHT: f64 = 30.0;
    let title = safe(title);
    let step = WIDTH / (rates.len().max(2) - 1) as f64;
    let mut svg = format!(
        "<svg class=\"line\" viewBox=\"-3 -3 126 36\" role=\"img\" focusable=\"false\"><title>{title}</title><path class=\"axis\" d=\"M0 0H120M0 30H120\"/>"
    );
    let (mut path, mut dots, mut joined) = (String::new(), String::new(), false);
    for (place, rate) in rates.iter().enumerate() {
        let Some(rate) = rate else {
            joined = false;
            continue;
        };
        let (x, y) = (
            place as f64 * step,
            HEIGHT - rate.clamp(0.0, 100.0) * HEIGHT / 100.0,
        );
        let _ = write!(path, "{}{x:.1} {y:.1}", if joined { 'L' } else { 'M' });
        let _ = write!(dots, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.6\"/>");
        joined = true;
    }
    let _ = write!(svg, "<path class=\"trend\" d=\"{path}\"/>{dots}</svg>");
    svg
}

/// Columns with their numbers over them and their names under them.
pub fn columns(bars: &[(String, u64)], title: &str) -> String {
    const EACH: usize = 56;
    const HEIGHT: f64 = 120.0;
    let most = bars
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0)
        .max(1);
    let mut svg = format!(
        "<svg class=\"columns\" viewBox=\"0 0 {} 160\" role=\"img\" focusable=\"false\"><title>{}</title>",
        bars.len() * EACH,
        safe(title)
    );
    for (place, (name, count)) in bars.iter().enumerate() {
        let height = *count as f64 * (HEIGHT - 20.0) / most as f64;
        let left = place * EACH;
        let middle = left + EACH / 2;
        let _ = write!(
            svg,
            "<rect class=\"plain\" x=\"{}\" y=\"{:.1}\" width=\"{}\" height=\"{height:.1}\"/><text x=\"{middle}\" y=\"{:.1}\">{count}</text><text x=\"{middle}\" y=\"{:.1}\">{}</text>",
            left + 6,
            HEIGHT - height,
            EACH - 12,
            HEIGHT - height - 4.0,
            HEIGHT + 18.0,
            safe(name)
        );
    }
    svg.push_str("</svg>");
    svg
}
