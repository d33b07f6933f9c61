using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KhcnIoc.Core.Packs;

/// <summary>Reads one YAML document into nodes. Plain scalars mean what YAML 1.2's core schema says; there are no dates, and no anchors.</summary>
internal static partial class YamlNodes
{
    private const int MaxDepth = 32;

    public static PackNode? Read(PackFile file, PackProblems problems)
    {
        Parser? parser = null;
        try
        {
            parser = new Parser(new StringReader(file.Text.TrimStart('\uFEFF')));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                problems.Add(file.Path, 1, 1, "the file is empty");
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.TryConsume<StreamEnd>(out _))
            {
                var next = parser.Current!.Start;
                problems.Add(file.Path, (int)next.Line, (int)next.Column, "a second document begins here (\"---\"); a pack file holds one");
                return null;
            }

            return root;
        }
        catch (YamlException e)
        {
            problems.Add(file.Path, (int)e.Start.Line, (int)e.Start.Column, $"not valid YAML: {e.Message}");
            return null;
        }
        // Some malformed flow maps make the library (16.3.0) fail with these instead of a YamlException that names the place;
        // Load_DamagedFiles_AlwaysAnswersWithErrorsAndPlaces finds them.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or InvalidCastException or NullReferenceException or IndexOutOfRangeException or OverflowException)
        {
            var last = parser?.Current?.End ?? Mark.Empty;
            problems.Add(file.Path, Math.Max(1, (int)last.Line), Math.Max(1, (int)last.Column), "not valid YAML after this place: look for a { or [ that is not closed, a missing comma or a stray quote");
            return null;
        }
    }

    private static PackNode ReadNode(Parser parser, int depth)
    {
        var here = parser.Current!;
        if (depth > MaxDepth) throw new YamlException(here.Start, here.End, $"nested deeper than {MaxDepth} levels");
        if (here is AnchorAlias || here is NodeEvent { Anchor.IsEmpty: false })
            throw new YamlException(here.Start, here.End, "anchors and aliases (& and *) are not allowed; a text that begins with & or * needs quotes");

        var (line, column) = ((int)here.Start.Line, (int)here.Start.Column);
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var kind = scalar.Style == ScalarStyle.Plain ? KindOf(scalar.Value) : PackNodeKind.Text;
            return new(kind, line, column, scalar.Value);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            List<PackNode> items = [];
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(parser, depth + 1));
            return new(PackNodeKind.List, line, column) { Items = items };
        }

        parser.Consume<MappingStart>();
        List<KeyValuePair<PackNode, PackNode>> entries = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(parser, depth + 1);
            entries.Add(new(key, ReadNode(parser, depth + 1)));
        }

        return new(PackNodeKind.Map, line, column) { Entries = entries };
    }

    private static PackNodeKind KindOf(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => PackNodeKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => PackNodeKind.Bool,
        _ => NumberPattern().IsMatch(plain) ? PackNodeKind.Number : PackNodeKind.Text,
    };

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+|0o[0-7]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")]
    private static partial Regex NumberPattern();
}
