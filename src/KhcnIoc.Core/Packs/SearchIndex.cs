namespace KhcnIoc.Core.Packs;

public enum SearchKind { Indicator, Commune, Agency, Document, Figure }

/// <summary>One thing found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Code">Indicator, area, agency code, or document number in the store; for <see cref="SearchKind.Figure"/> the indicator.</param>
/// <param name="Area">For <see cref="SearchKind.Figure"/> the area; else empty.</param>
/// <param name="TitleVi">What it is called.</param>
/// <param name="TitleEn">In English where it has an English name, else Vietnamese.</param>
/// <param name="DetailVi">What distinguishes it: domain, former name, publisher.</param>
public sealed record SearchHit(SearchKind Kind, string Code, string Area, string TitleVi, string TitleEn, string DetailVi);

/// <summary>Finds indicators, communes, agencies and documents by words without regard to diacritics and case. Immutable, thread-safe.</summary>
public sealed class SearchIndex
{
    public SearchIndex(ProvincePack pack, IReadOnlyList<(int Id, string Title, string Detail)> documents) => throw new NotImplementedException();

    /// <summary>Best first. "vneid tan phu" names an indicator and a commune: the figure of both comes first.</summary>
    /// <param name="text">What was typed; at most 100 letters count.</param>
    /// <param name="take">At most so many.</param>
    public IReadOnlyList<SearchHit> Find(string text, int take) => throw new NotImplementedException();

    /// <summary>Lower case without diacritics, đ as d, anything but letters and digits as one space.</summary>
    public static string Fold(string text) => throw new NotImplementedException();
}
