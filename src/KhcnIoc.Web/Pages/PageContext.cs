using System.Globalization;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Pages;

/// <summary>From what a page is made: the board of its moment, its language and its address.</summary>
public sealed record PageContext
{
    /// <summary>Path and query, beginning with "/"; what a share link leads to.</summary>
    public required string Address { get; init; }
    public required PageQuery Query { get; init; }
    public required IBoardView Board { get; init; }
    public required ProvincePack Pack { get; init; }

    /// <summary>The server's present instant, UTC, whatever moment the page shows.</summary>
    public required DateTimeOffset Now { get; init; }
    public required Links Links { get; init; }

    public CultureInfo Culture => Query.Culture;

    /// <summary>The instant that figures are judged at; relative times ("hôm nay") are relative to it.</summary>
    public DateTimeOffset At => Board.At;

    /// <summary>Bounds for reads of the store: <see langword="null"/> = none.</summary>
    public long? AsOfCommit => Query.Moment.AsOf is null ? null : Board.Commit;
    public DateTimeOffset? PeriodsUpTo => Query.Moment.Period?.End;

    public string T(string key) => Texts.Of(Culture, key);

    public string T(string key, params ReadOnlySpan<object?> values) => Texts.Of(Culture, key, values);
}
