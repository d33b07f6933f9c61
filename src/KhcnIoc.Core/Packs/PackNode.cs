namespace KhcnIoc.Core.Packs;

internal enum PackNodeKind { Map, List, Text, Number, Bool, Null }

/// <summary>A value of a pack file with its place, the same for YAML and JSON. Lines and columns count from 1.</summary>
/// <param name="Text">The scalar as written; empty for maps and lists.</param>
internal sealed record PackNode(PackNodeKind Kind, int Line, int Column, string Text = "")
{
    public IReadOnlyList<PackNode> Items { get; init; } = [];
    public IReadOnlyList<KeyValuePair<PackNode, PackNode>> Entries { get; init; } = [];

    public string Describe() => Kind switch
    {
        PackNodeKind.Map => "a map",
        PackNodeKind.List => "a list",
        PackNodeKind.Null => "empty",
        PackNodeKind.Text => $"the text \"{Shorten(Text)}\"",
        _ => Text,
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
