import { describe, expect, it } from '@jest/globals';
import { Html, markup } from '../../../lib/status/html/html.js';
import { sparkline } from '../../../lib/status/html/sparkline.js';

describe('the templates of the page', () => {
  it('escape every text, in content and attributes, and no part of a page', () => {
    const hostile = `"><img src=x onerror='alert(1)'>&amp;`;
    expect(markup`<td title="${hostile}">${hostile}${markup`<b>${1}</b>`}</td>`.text).toBe(
      '<td title="&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;">' +
        '&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;<b>1</b></td>',
    );
  });

  it('join lists, and leave out what is not there', () => {
    expect(markup`${[markup`<i></i>`, 'a & b', undefined, false, 0]}`.text).toBe('<i></i>a &amp; b0');
    expect(new Html('<i>').text).toBe('<i>');
  });

  it('draw a bar for each value that is not 0, however small', () => {
    const { text } = sparkline([0, 1, 1_000, 0], 'GET /a "b"');
    expect(text.match(/<rect/g)).toHaveLength(2);
    expect(text).toContain('aria-label="GET /a &quot;b&quot;"');
    expect(text).toMatch(/height="1\.0"[^]*height="20\.0"/);
    expect(sparkline([], 'none').text).not.toContain('<rect');
  });
});
