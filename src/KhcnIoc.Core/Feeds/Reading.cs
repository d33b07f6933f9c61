namespace KhcnIoc.Core.Feeds;

/// <summary>One value as it was sent, before any check: every field is text, <see langword="null"/> where it was absent.</summary>
public sealed record Reading
{
    /// <summary>Position in the batch, from 0.</summary>
    public required int Index { get; init; }
    public string? Id { get; init; }
    public string? Indicator { get; init; }
    public string? Area { get; init; }
    public string? Agency { get; init; }
    public string? Period { get; init; }

    /// <summary>The number as written; decimal point, no grouping.</summary>
    public string? Value { get; init; }
    public string? Unit { get; init; }
    public string? Weight { get; init; }

    /// <summary>"true" or "false".</summary>
    public string? Restated { get; init; }
    public string? Method { get; init; }

    /// <summary>One of <c>=</c>, <c>&gt;=</c>, <c>&lt;=</c>, <c>~</c>.</summary>
    public string? Qualifier { get; init; }
    public Provenance? Source { get; init; }

    /// <summary>Place in its message or file, from 1 (a header is row 1 of a CSV); <see langword="null"/> = it has none.</summary>
    public int? Row { get; init; }

    /// <summary>The row as sent, cut to <see cref="MaxRaw"/> characters.</summary>
    public string Raw { get; init; } = "";

    /// <summary>How much of a row a rejection keeps.</summary>
    public const int MaxRaw = 4000;

    public static string CutRaw(string raw) => raw.Length <= MaxRaw ? raw : raw[..MaxRaw];
}

/// <summary>What a body held: the readings that could be told apart, and a rejection for each row that could not.</summary>
public sealed record ParsedBody(IReadOnlyList<Reading> Readings, IReadOnlyList<Rejection> Malformed)
{
    /// <summary>True where the body as a whole could not be read; then <see cref="Malformed"/> says why.</summary>
    public bool Unreadable { get; init; }

    public static ParsedBody Broken(string code, string reason, string raw) =>
        new([], [new Rejection(0, "", code, reason, Reading.CutRaw(raw))]) { Unreadable = true };
}
