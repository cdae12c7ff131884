import Market
import Mustache

extension ReportPage {
  /// The report as one HTML file that loads nothing.
  ///
  /// `charts` is the source of TradingView Lightweight Charts 4, standalone build; without it the interactive charts
  /// give way to a note, and everything else is there. Equal pages give equal bytes.
  package func html(charts: String?) -> [UInt8] {
    let view = PageView(self, charts: charts)
    let sections = GlossaryLinks(PageTemplates.render(view, "sections"))
    return Array(PageTemplates.render(PageFrame(view, sections: sections), "report").utf8)
  }

  /// Reads the templates, which the first page would have to wait for; to be called while there is other work.
  package static func prepare() { _ = PageTemplates.library }
}

/// The templates, style sheet and script that are compiled into the program.
enum PageTemplates {
  static let styles =
    String(decoding: PackageResources.report_css, as: UTF8.self)
    + String(decoding: PackageResources.trials_css, as: UTF8.self)
    + String(decoding: PackageResources.evidence_css, as: UTF8.self)
    + String(decoding: PackageResources.course_css, as: UTF8.self)
    + String(decoding: PackageResources.agreement_css, as: UTF8.self)
    + String(decoding: PackageResources.attribution_css, as: UTF8.self)
    + String(decoding: PackageResources.paths_css, as: UTF8.self)
    + String(decoding: PackageResources.glossary_css, as: UTF8.self)
    + String(decoding: PackageResources.print_css, as: UTF8.self)
  static let script =
    String(decoding: PackageResources.report_js, as: UTF8.self)
    + String(decoding: PackageResources.links_js, as: UTF8.self)
  /// Follows the chart library, where that is at hand.
  static let chartScript =
    String(decoding: PackageResources.charts_js, as: UTF8.self)
    + String(decoding: PackageResources.paths_js, as: UTF8.self)
    + String(decoding: PackageResources.prices_js, as: UTF8.self)

  static let library: MustacheLibrary = {
    MustacheContentTypes.register(EscapedContent(), named: EscapedContent.name)
    return MustacheLibrary(templates: [
      "report": template(PackageResources.report_mustache),
      "sections": template(PackageResources.sections_mustache),
      "choice": template(PackageResources.choice_mustache),
      "figures": template(PackageResources.figures_mustache),
      "missing": template(PackageResources.missing_mustache),
      "pictures": template(PackageResources.pictures_mustache),
      "course": template(PackageResources.course_mustache),
      "evidence": template(PackageResources.evidence_mustache),
      "agreement": template(PackageResources.agreement_mustache),
      "trials": template(PackageResources.trials_mustache),
      "attribution": template(PackageResources.attribution_mustache),
    ])
  }()

  static func render(_ view: some Any, _ name: String) -> String {
    guard let text = library.render(view, withTemplate: name) else {
      preconditionFailure("the library has no \(name) template")
    }
    return text
  }

  private static func template(_ bytes: [UInt8]) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    } catch {
      preconditionFailure("a template that is compiled in does not parse: \(error)")
    }
  }
}
