using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Overview;

/// <summary>One difference since the last look, in words.</summary>
internal sealed record ChangeLine(string Code, string Name, string Href, string Kind, string Before, string BeforeMark, string After, string AfterMark, string FigureHref)
{
    public static ChangeLine Of(FigureChange change, PageContext context, ViewFactory factory)
    {
        var indicator = context.Pack.Indicators[change.After.Key.Indicator];
        var (before, after) = (factory.Words(change.Before, context.Culture, context.At), factory.Words(change.After, context.Culture, context.At));
        return new(
            indicator.Code, Cultures.Pick(context.Culture, indicator.NameVi, indicator.NameEn), context.Links.Indicator(indicator.Code), context.T("Overview.Change." + change.Kind),
            Text(before, context), before.Mark, Text(after, context), after.Mark, context.Links.Figure(change.After.Key));
    }

    private static string Text(FigureWords words, PageContext context) => words.Unit.Length == 0 ? words.Text : Wording.WithUnit(words.Text, words.Unit, context.Culture);
}
