import Market
import Reports
import Testing

@Suite struct EscapingTests {
  @Test func `characters with a meaning in HTML are written as references`() {
    #expect(#"<a href="x" on='y'>&`"#.escaped == "&lt;a href=&quot;x&quot; on=&#39;y&#39;&gt;&amp;&#96;")
    #expect("3B q4_0, −1.2 %".escaped == "3B q4_0, −1.2 %")
  }

  /// One `Character`, two scalars: a browser sees the quote, a comparison of characters does not.
  @Test func `a quote under a combining accent is escaped too`() {
    #expect("\"\u{301} onload=x".escaped == "&quot;\u{301} onload=x")
    #expect("<\u{338}script".escaped == "&lt;\u{338}script")
  }

  @Test func `control characters that HTML forbids become replacement characters`() {
    #expect("a\u{0}b\u{7F}c\td\ne".escaped == "a\u{FFFD}b\u{FFFD}c\td\ne")
  }

  @Test func `a JSON string holds nothing that ends a script or a line of it`() {
    var buffer = TextBuffer()
    buffer.append(json: "</script><!--\"\\\u{2028}\u{2029}\n'&é€😀\u{0}")
    #expect(
      buffer.string
        == #""\u003c/script\u003e\u003c!--\"\\\u2028\u2029\u000a\u0027\u0026é€😀\u0000""#)
  }

  @Test func `a script cannot be ended by its own strings`() {
    #expect(#"x="</SCRIPT><!--""#.insideScript == #"x="<\/SCRIPT><\!--""#)
    #expect("if(a<!b&&a</re/.x)".insideScript == "if(a<!b&&a</re/.x)")
    #expect("a<".insideScript == "a<")
  }
}
