//! Mistakes in rule files, each with the line and the words it stands in.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::rules::Diagnostic;

/// All the mistakes, in the order of the files. `source` gives a file's text.
pub fn render<'s>(
    diagnostics: &[Diagnostic],
    source: impl Fn(&str) -> Option<&'s str>,
    styled: bool,
) -> String {
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        let title = Level::ERROR.primary_title(&diagnostic.message);
        let file = source(&diagnostic.file).filter(|_| !diagnostic.span.is_empty());
        let group = match file {
            Some(source) => {
                let annotation = AnnotationKind::Primary
                    .span(diagnostic.span.clone())
                    .label(&diagnostic.label);
                title.element(
                    Snippet::source(source)
                        .path(&diagnostic.file)
                        .annotation(annotation),
                )
            }
            None => title.element(annotate_snippets::Origin::path(&diagnostic.file)),
        };
        let mut groups = vec![group];
        if let Some(help) = &diagnostic.help {
            groups.push(Group::with_title(Level::HELP.secondary_title(help)));
        }
        text.push_str(&renderer.render(&groups));
        text.push_str("\n\n");
    }
    text
}
