using System.Text;
using System.Text.Json;

namespace KhcnIoc.Core.Packs;

/// <summary>Reads strict JSON (no comments, no trailing commas) into nodes.</summary>
internal static class JsonNodes
{
    public static PackNode? Read(PackFile file, PackProblems problems)
    {
        var bytes = Encoding.UTF8.GetBytes(file.Text.TrimStart('\uFEFF'));
        var lines = new LineIndex(bytes);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            var root = ReadNode(ref reader, lines);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            // The reader ends its message with "LineNumber: 3 | BytePositionInLine: 5.", counted from 0: the place is said better by the error itself.
            var message = e.Message.Split(" LineNumber:", 2)[0];
            problems.Add(file.Path, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, $"not valid JSON: {message}");
        }
        catch (InvalidOperationException)
        {
            // GetString refuses half of a surrogate pair, such as "\ud800".
            var (line, column) = lines.At(reader.TokenStartIndex);
            problems.Add(file.Path, line, column, "not valid JSON: this text holds an incomplete \\u escape");
        }

        return null;
    }

    private static PackNode ReadNode(ref Utf8JsonReader reader, LineIndex lines)
    {
        var (line, column) = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                List<KeyValuePair<PackNode, PackNode>> entries = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var at = lines.At(reader.TokenStartIndex);
                    var key = new PackNode(PackNodeKind.Text, at.Line, at.Column, reader.GetString()!);
                    reader.Read();
                    entries.Add(new(key, ReadNode(ref reader, lines)));
                }

                return new(PackNodeKind.Map, line, column) { Entries = entries };
            case JsonTokenType.StartArray:
                List<PackNode> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadNode(ref reader, lines));
                return new(PackNodeKind.List, line, column) { Items = items };
            case JsonTokenType.String:
                return new(PackNodeKind.Text, line, column, reader.GetString()!);
            case JsonTokenType.Number:
                return new(PackNodeKind.Number, line, column, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False:
                return new(PackNodeKind.Bool, line, column, reader.TokenType == JsonTokenType.True ? "true" : "false");
            default:
                return new(PackNodeKind.Null, line, column);
        }
    }

    /// <summary>Finds line and column (in characters as an editor counts them, ASCII aside in bytes) of a byte offset.</summary>
    private sealed class LineIndex
    {
        private readonly List<int> _starts = [0];

        public LineIndex(byte[] bytes)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                if (bytes[i] == (byte)'\n') _starts.Add(i + 1);
            }
        }

        public (int Line, int Column) At(long offset)
        {
            var found = _starts.BinarySearch((int)offset);
            var line = found >= 0 ? found : ~found - 1;
            return (line + 1, (int)offset - _starts[line] + 1);
        }
    }
}
