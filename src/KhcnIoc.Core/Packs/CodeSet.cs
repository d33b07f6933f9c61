namespace KhcnIoc.Core.Packs;

/// <summary>The codes of one kind that a pack defines, to find doubles and unknown references.</summary>
/// <param name="what">What the codes are, for messages: "indicator".</param>
internal sealed class CodeSet(string what)
{
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private bool _incomplete;

    public IReadOnlyCollection<string> Codes => _places.Keys;

    /// <summary>A file that defines codes could not be read: a reference to one of them is not an error of its own.</summary>
    public void MarkIncomplete() => _incomplete = true;

    public static CodeSet Of(string what, IEnumerable<string> codes)
    {
        var set = new CodeSet(what);
        foreach (var code in codes) set._places[code] = "";
        return set;
    }

    public void Add(PackObject item, string key, string code)
    {
        if (code.Length > 0 && !_places.TryAdd(code, $"{item.File} line {item.Line}"))
            item.Report(key, $"the {what} \"{code}\" stands twice; it is already in {_places[code]}");
    }

    /// <summary>Reports a reference to something that does not exist; empty texts were reported or are allowed.</summary>
    public void Check(PackObject item, string key, string code)
    {
        if (code.Length > 0 && !_incomplete && !_places.ContainsKey(code)) item.Report(key, $"unknown {what} \"{code}\"{Suggestion.For(code, _places.Keys)}");
    }
}
