import Foundation
import Reports
import Testing

@Suite struct GlossaryTests {
  private func linked(_ html: String) -> String { GlossaryLinks(html).html }

  private func link(_ anchor: String, _ text: String) -> String {
    "<a class=\"term\" href=\"#term-\(anchor)\">\(text)</a>"
  }

  @Test func `the first mention in a section leads to the glossary, later ones do not`() {
    #expect(
      linked("<section><p>A flip, flips; Flip</p></section><section><td>flips</td></section>")
        == "<section><p>A \(link("flip", "flip")), flips; Flip</p></section><section><td>\(link("flip", "flips"))</td>"
        + "</section>")
  }

  @Test func `each view has its first mention, unless its section had one before`() {
    let view = "<div class=\"view\" data-variant=\"1\"><p>tracking error</p></div>"
    let marked = "<div class=\"view\" data-variant=\"1\"><p>\(link("tracking-error", "tracking error"))</p></div>"
    #expect(linked("<section>\(view)\(view)</section>") == "<section>\(marked)\(marked)</section>")
    let before = "<section><p>\(link("tracking-error", "tracking error"))</p>"
    #expect(linked("<section><p>tracking error</p>\(view)</section>") == "\(before)\(view)</section>")
  }

  @Test func `words are whole, the longest form wins, and shouting is heard only as it is`() {
    #expect(linked("<section>flip-flop [flip-rate] unflip flipper my_flip</section>").contains("<a") == false)
    #expect(linked("<section>Sharpe ratio</section>") == "<section>\(link("sharpe-ratio", "Sharpe ratio"))</section>")
    #expect(linked("<section>DIFFERENT</section>").contains("#term-different"))
    #expect(!linked("<section>different</section>").contains("<a"))
    #expect(linked("<section>−1,824\u{A0}bp, ’kappa’</section>").contains("\u{A0}" + link("basis-point", "bp")))
  }

  @Test(arguments: ["a", "button", "code", "h2", "summary", "pre", "svg", "fieldset", "noscript"])
  func `what is a link, a button, a heading, code or a picture stays as it is`(element: String) {
    let html = "<section><\(element) title=\"flip > probe\">flip<br><i>probe</i></\(element)></section>"
    #expect(linked(html) == html)
    #expect(linked("<section><\(element)>x</\(element)>flip</section>").contains("#term-flip"))
  }

  @Test func `what others wrote is not explained`() {
    for box in ["<section id=\"assumptions\">", "<section class=\"x\" id=\"inputs\">"] {
      #expect(!linked("\(box)<p>margin</p></section>").contains("<a"))
    }
    #expect(!linked("<section><div aria-hidden=\"true\"><b>probe</b></div></section>").contains("<a"))
  }

  @Test func `only what a page mentions is in its glossary, in alphabetical order`() {
    let found = GlossaryLinks("<section>undecided <i>flip</i></section><section>kappa</section>").entries.map(\.term)
    #expect(found == ["flip", "kappa", "undecided"])
    let terms = Glossary.entries.map { $0.term.lowercased() }
    #expect(terms == terms.sorted() && Set(terms).count == terms.count)
  }

  @Test func `every link to the glossary has its entry, and every entry is linked`() throws {
    let html = String(decoding: SamplePage.attributed().html(charts: nil), as: UTF8.self)
    let targets = Set(html.matches(of: /class="term" href="#(term-[a-z-]+)"/).map { String($0.1) })
    let anchors = html.matches(of: /<div id="(term-[a-z-]+)" tabindex/).map { String($0.1) }
    #expect(targets == Set(anchors) && anchors.count == targets.count && anchors.count > 10)
    #expect(html.contains("<a href=\"#glossary\">Glossary</a>"))
    let empty = String(decoding: ReportPage(title: "empty", runID: "0").html(charts: nil), as: UTF8.self)
    #expect(!empty.contains("id=\"glossary\"") && !empty.contains("href=\"#glossary\""))
  }
}

extension String {
  /// HTML as it was before words were made links to the glossary.
  var withoutGlossary: String { replacing(/<a class="term" href="#[a-z-]+">([^<]+)<\/a>/) { $0.1 } }
}
