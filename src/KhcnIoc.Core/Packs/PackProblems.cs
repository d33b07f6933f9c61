namespace KhcnIoc.Core.Packs;

/// <summary>Collects everything that is wrong with a pack.</summary>
internal sealed class PackProblems
{
    private readonly List<PackError> _errors = [];

    public int Count => _errors.Count;

    public void Add(string file, int line, int column, string message) => _errors.Add(new(file, line, message) { Column = column });

    public IReadOnlyList<PackError> InOrder() =>
        [.. _errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column)];
}

/// <summary>Finds what the author of an unknown word probably meant.</summary>
internal static class Suggestion
{
    /// <summary>"; did you mean "x"?", or the allowed words where they are few, or nothing.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var words = known as IReadOnlyCollection<string> ?? [.. known];
        var limit = Math.Max(1, word.Length / 3);
        var best = words.Select(k => (Word: k, Distance: Distance(word, k))).Where(c => c.Distance <= limit)
            .OrderBy(c => c.Distance).ThenBy(c => c.Word, StringComparer.Ordinal).FirstOrDefault().Word;
        if (best is not null) return $"; did you mean \"{best}\"?";
        return words.Count is > 0 and <= 12 ? $"; allowed are {Join(words)}" : "";
    }

    public static string Join(IEnumerable<string> words) => string.Join(", ", words);

    // Levenshtein with neighbours' swaps; the words are short codes.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > Math.Max(1, a.Length / 3)) return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
