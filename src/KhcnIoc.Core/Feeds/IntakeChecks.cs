namespace KhcnIoc.Core.Feeds;

/// <summary>One thing that is checked of every reading before it becomes an observation.</summary>
/// <param name="Key">Stable slug, for its words.</param>
/// <param name="Codes">Codes of the rejections that it gives out, as in the API.</param>
public sealed record IntakeCheck(string Key, IReadOnlyList<string> Codes);

/// <summary>What every stored figure has passed, in the order in which it is asked. The parser, <see cref="ReadingValidator"/> and the store ask; a test holds this list against the codes they reject with.</summary>
public static class IntakeChecks
{
    public static IReadOnlyList<IntakeCheck> All { get; } =
    [
        new("form", ["malformed-row", "too-long", "missing-field", "bad-boolean", "bad-qualifier"]),
        new("indicator", ["unknown-indicator"]),
        new("place", ["unknown-area", "unknown-agency", "area-not-valid-then"]),
        new("period", ["bad-period", "period-in-future", "instant-for-flow"]),
        new("value", ["bad-number", "too-large", "too-many-decimals", "not-whole", "out-of-range"]),
        new("unit", ["unit-mismatch", "bad-weight"]),
        new("source", ["bad-url"]),
        new("sender", ["id-too-long", "id-reused"]),
    ];
}
