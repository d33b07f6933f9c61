using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Indicators;

/// <summary>Doubts about a figure in a few words.</summary>
internal static class DoubtWords
{
    public static string Of(PageContext context, Indicator indicator, Doubt doubt)
    {
        string Number(decimal number) => Wording.WithUnit(Wording.Number(number, indicator.Decimals, context.Culture), Wording.UnitOf(indicator, context.Culture), context.Culture);
        return doubt switch
        {
            { Kind: DoubtKind.Revised, Number: { } before } => context.T("Indicators.Doubt.RevisedFrom", Number(before)),
            { Kind: DoubtKind.Contradicted, Number: { } other } => context.T("Indicators.Doubt.ContradictedBy", Number(other)),
            _ => context.T("Indicators.Doubt." + doubt.Kind),
        };
    }
}
