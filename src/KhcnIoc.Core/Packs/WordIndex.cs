namespace KhcnIoc.Core.Packs;

/// <summary>How well a word fits an entry, or all words of a text together.</summary>
internal enum WordMatch : byte { None, Inside, Prefix, Whole }

/// <summary>Entries by the words of their names: whole words, beginnings of words, and from three letters on what is inside of words.</summary>
/// <remarks>Names are folded. Built once; asking allocates one byte an entry and word.</remarks>
internal sealed class WordIndex
{
    private const int ShortestInside = 3;
    private readonly string[] _words;
    private readonly int[][] _entriesOf;

    // All words one after another, so that "inside" is one fast scan instead of ten thousand small ones.
    private readonly string _joined;
    private readonly int[] _starts;
    private readonly string[] _names;
    private readonly int[] _nameEntries;

    public WordIndex(IReadOnlyList<IReadOnlyList<string>> namesByEntry)
    {
        var postings = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var names = new List<(string Name, int Entry)>();
        for (var entry = 0; entry < namesByEntry.Count; entry++)
        {
            foreach (var name in namesByEntry[entry])
            {
                if (name.Length == 0) continue;
                names.Add((name, entry));
                foreach (var word in name.Split(' '))
                {
                    if (!postings.TryGetValue(word, out var entries)) postings.Add(word, entries = []);
                    if (entries.Count == 0 || entries[^1] != entry) entries.Add(entry);
                }
            }
        }

        Count = namesByEntry.Count;
        names.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        _names = [.. names.Select(n => n.Name)];
        _nameEntries = [.. names.Select(n => n.Entry)];
        _words = [.. postings.Keys.Order(StringComparer.Ordinal)];
        _entriesOf = [.. _words.Select(w => postings[w].ToArray())];
        _joined = string.Join('\n', _words);
        _starts = new int[_words.Length];
        for (var i = 1; i < _words.Length; i++) _starts[i] = _starts[i - 1] + _words[i - 1].Length + 1;
    }

    public int Count { get; }

    /// <summary>How each entry fits one word.</summary>
    public WordMatch[] Match(string word)
    {
        var matches = new WordMatch[Count];
        if (word.Length >= ShortestInside)
        {
            var from = 0;
            while (from < _joined.Length && _joined.AsSpan(from).IndexOf(word, StringComparison.Ordinal) is >= 0 and var at)
            {
                var found = WordAt(from + at);
                Mark(matches, found, WordMatch.Inside);
                from = _starts[found] + _words[found].Length + 1;
            }
        }

        var first = LowerBound(_words, word);
        for (var i = first; i < _words.Length && _words[i].StartsWith(word, StringComparison.Ordinal); i++)
            Mark(matches, i, _words[i].Length == word.Length ? WordMatch.Whole : WordMatch.Prefix);
        return matches;
    }

    /// <summary>The entries with a name that begins with a text, and whether it is that name.</summary>
    public IEnumerable<(int Entry, bool Whole)> NamesFrom(string text)
    {
        for (var i = LowerBound(_names, text); i < _names.Length && _names[i].StartsWith(text, StringComparison.Ordinal); i++)
            yield return (_nameEntries[i], _names[i].Length == text.Length);
    }

    private void Mark(WordMatch[] matches, int word, WordMatch match)
    {
        foreach (var entry in _entriesOf[word])
        {
            if (matches[entry] < match) matches[entry] = match;
        }
    }

    private int WordAt(int position)
    {
        var found = Array.BinarySearch(_starts, position);
        return found >= 0 ? found : ~found - 1;
    }

    private static int LowerBound(string[] sorted, string text)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(sorted[middle], text) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
