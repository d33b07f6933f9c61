using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>A commune or an agency among those it is ranked with.</summary>
/// <param name="Code">Area or agency code.</param>
/// <param name="Figure">Its figure.</param>
/// <param name="Rank">From 1, best first; equal values share the better rank; <see langword="null"/> = no figure, or one that counts differently.</param>
/// <param name="Tied">Another has the same value as shown (rounded to the indicator's decimals).</param>
/// <param name="RankBefore">Its rank one cadence before; <see langword="null"/> = it had none.</param>
/// <param name="SmallDenominator">Its denominator is so small that a few cases move the rank.</param>
public sealed record RankedPart(string Code, FigureState Figure, int? Rank, bool Tied, int? RankBefore, bool SmallDenominator)
{
    /// <summary>Places gained since before; below zero = lost.</summary>
    public int? Moved => Rank is { } now && RankBefore is { } before ? before - now : null;
}

/// <summary>What is known of a part besides its figure.</summary>
/// <param name="Code">Area or agency code.</param>
/// <param name="Figure">Its figure with its history.</param>
/// <param name="Denominator">Population or weight; <see langword="null"/> = not known.</param>
public sealed record RankInput(string Code, FigureState Figure, decimal? Denominator);

/// <summary>The middle of a group of figures.</summary>
/// <param name="Median">Middle value; the mean of the two middle ones for an even number.</param>
/// <param name="Count">How many have a figure.</param>
public sealed record GroupMiddle(decimal Median, int Count);

/// <summary>Ranks communes or agencies by one indicator. Pure.</summary>
public static class Ranking
{
    /// <summary>Best first, those without a rank last in the given order.</summary>
    public static IReadOnlyList<RankedPart> Of(Indicator indicator, IReadOnlyList<RankInput> parts) => throw new NotImplementedException();

    /// <summary>The middle of those that have a comparable figure; <see langword="null"/> = none has.</summary>
    public static GroupMiddle? Middle(Indicator indicator, IEnumerable<FigureState> figures) => throw new NotImplementedException();
}
