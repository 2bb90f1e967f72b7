// Looks for words in INDEX, a list of [address, title, what it is, words]; every part of a word counts.
"use strict";

(() => {
  const box = document.getElementById("q");
  const list = document.getElementById("results");
  const said = document.getElementById("said");
  const most = 50;

  // Full width, half width, capitals and small letters, hiragana and katakana are the same.
  const plain = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 96));

  const entries = INDEX.map(([href, title, kind, words]) => ({
    href, title, kind, words, inTitle: plain(title), inWords: plain(words),
  }));

  // The best first: in the title at its start, in the title, else in the words.
  const rank = (entry, terms) => {
    let sum = 0;
    for (const term of terms) {
      const place = entry.inTitle.indexOf(term);
      if (place < 0 && !entry.inWords.includes(term)) return Infinity;
      sum += place === 0 ? 0 : place > 0 ? 1 : entry.inWords.startsWith(term) ? 0 : 2;
    }
    return sum;
  };

  const found = (query) => {
    const terms = plain(query).split(/\s+/).filter(Boolean);
    if (!terms.length) return [];
    return entries
      .map((entry) => [rank(entry, terms), entry])
      .filter(([value]) => value !== Infinity)
      .sort((one, other) => one[0] - other[0])
      .map(([, entry]) => [entry, terms[0]]);
  };

  // Some words around the first one that was looked for, where these have as many letters plain as they are written.
  const around = (entry, term) => {
    const place = entry.inWords.length === entry.words.length ? Math.max(0, entry.inWords.indexOf(term)) : 0;
    const from = Math.max(0, place - 30);
    return (from ? "…" : "") + entry.words.slice(from, from + 120) + (from + 120 < entry.words.length ? "…" : "");
  };

  const item = ([entry, term]) => {
    const row = document.createElement("li");
    const link = row.appendChild(document.createElement("a"));
    link.href = entry.href;
    link.textContent = entry.title;
    const kind = row.appendChild(document.createElement("span"));
    kind.className = "note";
    kind.textContent = " " + entry.kind;
    const text = row.appendChild(document.createElement("p"));
    text.className = "note";
    text.textContent = around(entry, term);
    return row;
  };

  const look = () => {
    const all = found(box.value);
    list.replaceChildren(...all.slice(0, most).map(item));
    const words = all.length ? said.dataset.found.replace("{count}", all.length) : said.dataset.none;
    said.textContent = box.value.trim() ? words : "";
  };

  box.value = new URLSearchParams(location.search).get("q") ?? "";
  box.addEventListener("input", look);
  look();
})();
