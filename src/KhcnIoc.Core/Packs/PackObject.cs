using System.Globalization;
using System.Text.RegularExpressions;

namespace KhcnIoc.Core.Packs;

/// <summary>
/// Reads the keys of one map and reports what is missing, of the wrong type or out of range. Every method answers something
/// (an empty text, 0) after reporting, so that one pass finds all errors; references skip empty texts.
/// </summary>
internal sealed partial class PackObject
{
    private readonly Dictionary<string, KeyValuePair<PackNode, PackNode>> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly PackNode _node;
    private readonly PackProblems _problems;

    public PackObject(string file, PackNode node, PackProblems problems)
    {
        (File, _node, _problems) = (file, node, problems);
        if (node.Kind != PackNodeKind.Map)
        {
            Report(node, $"a map of keys and values is expected here, not {node.Describe()}");
            IsBroken = true;
            return;
        }

        foreach (var entry in node.Entries)
        {
            if (!_entries.TryAdd(entry.Key.Text, entry))
                Report(entry.Key, $"the key \"{entry.Key.Text}\" stands twice; it is already on line {_entries[entry.Key.Text].Key.Line}");
        }
    }

    public string File { get; }
    public int Line => _node.Line;

    /// <summary>True where the node is no map at all; nothing more is reported then.</summary>
    public bool IsBroken { get; }

    public bool Has(string key) => _entries.TryGetValue(key, out var entry) && entry.Value.Kind != PackNodeKind.Null;

    public void Report(string key, string message) => Report(_entries.TryGetValue(key, out var entry) ? entry.Value : _node, message);

    public void Report(string message) => Report(_node, message);

    public string Text(string key, int maxLength = 500) => TextOf(Required(key, "a text"), key, maxLength);

    public string OptionalText(string key, int maxLength = 1000) => TextOf(Optional(key), key, maxLength);

    /// <summary>A code: lower-case letters, digits and hyphens.</summary>
    public string Code(string key)
    {
        var code = Text(key, 64);
        if (code.Length > 0 && !SlugPattern().IsMatch(code))
            Report(key, $"\"{key}\" is \"{code}\"; a code has only lower-case letters a-z, digits and single hyphens");
        return code;
    }

    public decimal Number(string key, decimal? min = null, decimal? max = null) => NumberOf(Required(key, "a number"), key, min, max) ?? 0;

    public decimal? OptionalNumber(string key, decimal? min = null, decimal? max = null) => NumberOf(Optional(key), key, min, max);

    public int Whole(string key, int min, int max) => WholeOf(Required(key, "a whole number"), key, min, max) ?? 0;

    public int? OptionalWhole(string key, int min, int max) => WholeOf(Optional(key), key, min, max);

    public bool Flag(string key)
    {
        var node = Optional(key);
        if (node is null) return false;
        if (node.Kind != PackNodeKind.Bool) Report(node, $"\"{key}\" must be true or false, not {node.Describe()}");
        return node.Text is "true" or "True" or "TRUE";
    }

    public DateOnly Date(string key) => DateOf(Required(key, "a date"), key) ?? default;

    public DateOnly? OptionalDate(string key) => DateOf(Optional(key), key);

    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices)
    {
        var text = Text(key);
        return text.Length == 0 ? choices.Values.First() : ChoiceOf(key, text, choices);
    }

    public T OptionalChoice<T>(string key, IReadOnlyDictionary<string, T> choices, T fallback)
    {
        var text = OptionalText(key);
        return text.Length == 0 ? fallback : ChoiceOf(key, text, choices);
    }

    /// <summary>The item nodes of a list; empty after reporting where there is none.</summary>
    public IReadOnlyList<PackNode> List(string key)
    {
        var node = Required(key, "a list");
        if (node is null) return [];
        if (node.Kind == PackNodeKind.List) return node.Items;
        Report(node, $"\"{key}\" must be a list, not {node.Describe()}; an empty one is written []");
        return [];
    }

    public IReadOnlyList<PackNode> OptionalList(string key)
    {
        _asked.Add(key);
        return Has(key) ? List(key) : [];
    }

    public IEnumerable<PackObject> Objects(string key) => Wrap(List(key));

    public IEnumerable<PackObject> OptionalObjects(string key) => Wrap(OptionalList(key));

    public PackObject? Object(string key) => WrapOne(Required(key, "a map"));

    public PackObject? OptionalObject(string key) => WrapOne(Optional(key));

    /// <summary>A whole number without reporting anything; null where there is none.</summary>
    public int? PeekWhole(string key) =>
        _entries.TryGetValue(key, out var entry) && int.TryParse(entry.Value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var (key, _) in _entries.Values)
        {
            if (!_asked.Contains(key.Text)) Report(key, $"unknown key \"{key.Text}\"{Suggestion.For(key.Text, _asked.Where(a => !_entries.ContainsKey(a)))}");
        }
    }

    private IEnumerable<PackObject> Wrap(IReadOnlyList<PackNode> nodes)
    {
        foreach (var node in nodes)
        {
            var wrapped = new PackObject(File, node, _problems);
            if (!wrapped.IsBroken) yield return wrapped;
        }
    }

    private PackObject? WrapOne(PackNode? node)
    {
        var wrapped = node is null ? null : new PackObject(File, node, _problems);
        return wrapped is { IsBroken: false } ? wrapped : null;
    }

    public void Report(PackNode at, string message) => _problems.Add(File, at.Line, at.Column, message);

    private PackNode? Optional(string key)
    {
        _asked.Add(key);
        return _entries.TryGetValue(key, out var entry) && entry.Value.Kind != PackNodeKind.Null ? entry.Value : null;
    }

    private PackNode? Required(string key, string what)
    {
        if (Optional(key) is { } node) return node;
        Report(key, _entries.ContainsKey(key) ? $"\"{key}\" is empty; {what} is needed" : $"the key \"{key}\" is missing; {what} is needed");
        return null;
    }

    private string TextOf(PackNode? node, string key, int maxLength)
    {
        if (node is null) return "";
        if (node.Kind != PackNodeKind.Text)
        {
            Report(node, node.Kind is PackNodeKind.Number or PackNodeKind.Bool
                ? $"\"{key}\" must be text; write it in quotes: \"{node.Text}\""
                : $"\"{key}\" must be text, not {node.Describe()}");
            return "";
        }

        if (node.Text.Length > maxLength) Report(node, $"\"{key}\" has {node.Text.Length} characters; at most {maxLength} are allowed");
        if (node.Text.Length > 0 && string.IsNullOrWhiteSpace(node.Text)) Report(node, $"\"{key}\" holds only spaces");
        else if (node.Text.Length > 0 && (char.IsWhiteSpace(node.Text[0]) || char.IsWhiteSpace(node.Text[^1]))) Report(node, $"\"{key}\" begins or ends with a space");
        if (!IsComposed(node.Text)) Report(node, $"\"{key}\" holds letters with detached accents; save the text in Unicode form NFC");
        if (node.Text.Length == 0) Report(node, $"\"{key}\" is an empty text; leave the key out or fill it");
        return node.Text;
    }

    // Throws for half a surrogate pair, which is no text that a screen could show.
    private static bool IsComposed(string text)
    {
        try
        {
            return text.IsNormalized();
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private decimal? NumberOf(PackNode? node, string key, decimal? min, decimal? max)
    {
        if (node is null) return null;
        if (node.Kind != PackNodeKind.Number
            || !decimal.TryParse(node.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            var hint = node.Kind == PackNodeKind.Text ? " (a number stands without quotes, with a point before the decimals)" : "";
            Report(node, $"\"{key}\" must be a number, not {node.Describe()}{hint}");
            return null;
        }

        if (value < min || value > max) Report(node, $"\"{key}\" is {node.Text}; allowed is {Range(min, max)}");
        return value;
    }

    private int? WholeOf(PackNode? node, string key, int min, int max)
    {
        if (NumberOf(node, key, min, max) is not { } value) return null;
        if (value == decimal.Truncate(value)) return value >= min && value <= max ? (int)value : null;
        Report(node!, $"\"{key}\" is {node!.Text}; a whole number is needed");
        return null;
    }

    internal static string Range(decimal? min, decimal? max) => (min, max) switch
    {
        ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"),
        ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $"{low} or more"),
        (null, { } high) => string.Create(CultureInfo.InvariantCulture, $"{high} or less"),
        _ => "any number",
    };

    private DateOnly? DateOf(PackNode? node, string key)
    {
        if (node is null) return null;
        if (node.Kind == PackNodeKind.Text && DateOnly.TryParseExact(node.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Report(node, $"\"{key}\" must be a date written year-month-day such as 2025-07-01, not {node.Describe()}");
        return null;
    }

    private T ChoiceOf<T>(string key, string text, IReadOnlyDictionary<string, T> choices)
    {
        if (choices.TryGetValue(text, out var value)) return value;
        Report(key, $"\"{key}\" is \"{text}\"; allowed are {Suggestion.Join(choices.Keys)}");
        return choices.Values.First();
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugPattern();
}
