import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html, svg } from "../../src/report/html.ts";
import { name, openName } from "../../src/report/name.ts";
import { truncate, visible } from "../../src/report/text.ts";
import { attacks } from "../support/report-fixtures.ts";

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...attacks.map((text) => text.slice(0, 300))));

describe("html", () => {
  it("lets no text end its attribute or start an element", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const page = html`<p title="${text}">${text}</p>`.toString();
        expect(page).toMatch(/^<p title="[^<>"'`]*">[^<>"'`]*<\/p>$/u);
      }),
    );
  });

  it("gives back the text to a reader of the page, apart from characters that would act", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = html`${text}`.toString();
        const read = escaped.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
        expect(read).toBe(visible(text));
      }),
    );
  });

  it("escapes once, however deep markup is nested", () => {
    expect(html`<b>${[html`<i>${"a < b"}</i>`, " & ", 3]}</b>`.toString()).toBe("<b><i>a &#60; b</i> &#38; 3</b>");
  });

  it("lets its source break lines: a space between words and attributes, nothing beside tags and values", () => {
    const page = html`
      <p
        class="a"
        id="${"b"}">
        Two
        words, <b>${1}</b> and
        ${2}
        ${3}<br>
        more
      </p>
    `;
    expect(page.toString()).toBe('<p class="a" id="b">Two words, <b>1</b> and23<br>more</p>');
  });

  it("prints nothing for null, undefined and false", () => {
    expect(html`[${null}${undefined}${false}]`.toString()).toBe("[]");
  });

  it("refuses a value in an attribute without quotes", () => {
    expect(() => html`<p title=${"x"}></p>`).toThrow("quotes");
  });

  it("refuses numbers that are none", () => {
    expect(() => html`${Number.NaN}`).toThrow("NaN");
    expect(() => svg`<path d="M${Number.POSITIVE_INFINITY},0"/>`).toThrow("Infinity");
  });

  it("rounds coordinates to a tenth and prints no minus zero", () => {
    expect(svg`${1.26},${-0.04},${100}`.toString()).toBe("1.3,0,100");
  });
});

describe("names from the data", () => {
  it("show direction marks and control characters instead of obeying them", () => {
    expect(visible("a\u202eb\u0000c\u2028d\ud800")).toBe("a⟨U+202E⟩b␀c⟨U+2028⟩d\ufffd");
  });

  it("keep joiners, which some scripts need to be read", () => {
    expect(visible("می\u200cخواهم 👨\u200d👩")).toBe("می\u200cخواهم 👨\u200d👩");
  });

  it("are isolated, so that the direction of one does not turn its neighbours", () => {
    expect(name("שלום").toString()).toBe('<bdi class="name">שלום</bdi>');
  });

  it("are cut in the middle to the limit, never within a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 2, max: 60 }), (text, limit) => {
        const short = truncate(text, limit);
        expect(Array.from(short).length).toBe(short === text ? Array.from(text).length : limit);
        expect(short).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it("of 10,000 characters open to 2,000 of them and say how many there are", () => {
    const page = openName("x".repeat(10_000)).toString();
    expect(page).toContain("10,000 characters");
    expect(page.length).toBeLessThan(2500);
  });

  it("that are empty are said to be", () => {
    expect(name("").toString()).toContain("(no name)");
  });
});
