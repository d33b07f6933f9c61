using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>Step one: what is shown, why this one, and the other beside it.</summary>
internal static class FigureChoices
{
    public static ChainStep Step(Scribe scribe, FigureExplanation explanation)
    {
        var figure = explanation.Figure;
        List<PageBlock> parts = [new TextBlock(Origin(scribe, explanation))];
        if (figure.Method.Length > 0) parts.Add(new TextBlock(scribe.T("Figures.MethodNotice", figure.Method), IsNotice: true));
        if (figure.Simulated) parts.Add(new TextBlock(scribe.T(figure.Origin == FigureOrigin.RolledUp ? "Figures.SimulatedRollUp" : "Figures.SimulatedFigure"), IsNotice: true));
        if (figure.Alternative is not { Value: { } other } alternative)
        {
            if (explanation.Choice is FigureChoice.RealParts) parts.Add(new TextBlock(scribe.T("Figures.Choice.RealParts")));
            return new("shown", scribe.T("Figures.Step.Shown"), parts);
        }

        var reported = !FigureFormulas.IsRolledUp(explanation);
        parts.Add(new TextBlock(explanation.Choice == FigureChoice.Policy
            ? scribe.T(reported ? "Figures.Choice.PolicyReported" : "Figures.Choice.PolicyRolledUp")
            : scribe.T($"Figures.Choice.{explanation.Choice}")));
        var indicator = scribe.Indicator(figure.Key);
        var text = scribe.T("Figures.OtherText", scribe.WithUnit(indicator, other, alternative.Qualifier), scribe.Period(alternative.Period));

        // A roll-up that is not shown has no page of its own: its parts stand below.
        var href = alternative.ShareReported is null && (alternative.ObservationId ?? (explanation.Observations is [.., var last] ? last.Id : null)) is { } id ? scribe.Links.Observation(id) : reported && explanation.Parts.Count > 0 ? scribe.Context.Address + "#table-parts" : "";
        parts.Add(new FactsBlock([new(scribe.T(reported ? "Figures.OtherRolledUp" : "Figures.OtherReported"), text, other, href, alternative.Simulated ? "watch" : "")]));
        return new("shown", scribe.T("Figures.Step.Shown"), parts);
    }

    private static string Origin(Scribe scribe, FigureExplanation explanation)
    {
        var figure = explanation.Figure;
        var (place, period) = (scribe.Place(figure.Key), scribe.Period(figure.Period));
        if (FigureFormulas.IsRolledUp(explanation))
        {
            var counted = explanation.Parts.Count(p => p.Exclusion == PartExclusion.None);
            return scribe.T(FigureFormulas.ByAgency(explanation) ? "Figures.Origin.Agencies" : "Figures.Origin.Communes", place, period, counted, explanation.Parts.Count);
        }

        return figure.Origin switch
        {
            FigureOrigin.LastYear => scribe.T("Figures.Origin.LastYear", place, ProvinceCalendar.ToLocal(figure.Period!.Start).Year.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            FigureOrigin.YearToDate => scribe.T("Figures.Origin.YearToDate", place, Scribe.Day(figure.Period!.FirstDay), Scribe.Day(figure.Period.LastDay)),
            _ => scribe.T("Figures.Origin.Reported", place, period, scribe.Feed(figure.Feed)),
        };
    }
}

/// <summary>Where there is no figure: what is missing, who must report it, since when.</summary>
internal static class MissingFigure
{
    public static ChainStep Step(Scribe scribe, FigureExplanation explanation)
    {
        var (pack, key) = (scribe.Context.Pack, explanation.Figure.Key);
        var indicator = scribe.Indicator(key);
        List<PageBlock> parts = [new TextBlock(scribe.T("Figures.Missing", scribe.Name(indicator), scribe.Place(key)), IsNotice: true)];
        if (explanation.Figure.Alternative is { Value: { } other } alternative)
            parts.Add(new FactsBlock([new(scribe.T("Figures.MissingButOther"), scribe.T("Figures.OtherText", scribe.WithUnit(indicator, other, alternative.Qualifier), scribe.Period(alternative.Period)), other, alternative.ObservationId is { } id ? scribe.Links.Observation(id) : "")]));

        var lead = pack.Agencies.ContainsKey(indicator.LeadAgency) ? scribe.Links.Agency(indicator.LeadAgency) : "";
        List<Fact> facts =
        [
            new(scribe.T("Figures.LeadAgency"), scribe.Agency(indicator.LeadAgency) + (indicator.LeadAgencyAssumed ? scribe.T("Figures.LeadAgencyAssumed") : ""), Href: lead),
            new(scribe.T("Figures.Cadence"), scribe.T("Figures.Cadence." + indicator.Cadence)),
        ];
        var since = pack.Targets.GetValueOrDefault(key.Indicator, []).Select(t => pack.Plans.GetValueOrDefault(t.Plan)).OfType<Plan>().OrderBy(p => p.HoldsFrom).FirstOrDefault();
        if (since is not null) facts.Add(new(scribe.T("Figures.Since"), scribe.T("Figures.SinceText", since.Code, Scribe.Day(since.HoldsFrom))));
        parts.Add(new FactsBlock(facts));

        var duties = pack.ReportingDuties.Where(d => d.Who == indicator.LeadAgency || d.Who == "all-agencies" || (key.Agency.Length > 0 && d.Who == key.Agency)).ToList();
        if (duties.Count > 0)
        {
            parts.Add(new TextBlock(scribe.T("Figures.Duties")));
            parts.Add(new FactsBlock([.. duties.Select(d => new Fact(
                scribe.T("Figures.DutyFrom", d.Who == "all-agencies" ? scribe.T("Figures.AllAgencies") : scribe.Agency(d.Who), scribe.Agency(d.To)), scribe.T("Figures.DutyText", d.WhatVi, d.Plan, d.Section)))]));
        }

        return new("missing", scribe.T("Figures.Step.Missing"), parts);
    }
}
