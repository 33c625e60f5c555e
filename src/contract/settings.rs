//! Which of a target's values fills a parameter.

use super::operation::{Operation, Parameter, ParameterPlace};

impl Operation {
    /// The names of the target's values that may fill a parameter, the narrowest first: that of this operation alone
    /// (`readNote.id`), that of where it stands in the path (`notes.id`), and that of any (`id`). What an
    /// operation deletes others may need, so that is named for it alone.
    pub fn settings(&self, parameter: &Parameter) -> Vec<String> {
        let name = &parameter.setting;
        let mut settings = vec![format!("{}.{name}", self.id)];
        if !self.deletes(parameter) {
            settings.extend(self.step_before(parameter).map(|step| format!("{step}.{name}")));
            settings.push(name.clone());
        }
        settings
    }

    /// Whether it deletes what a parameter names, or something of that: the last one of its path, or where there is none
    /// one that it asks for.
    pub fn deletes(&self, parameter: &Parameter) -> bool {
        if self.method != "DELETE" {
            return false;
        }
        match self.last_in_path() {
            Some(last) => std::ptr::eq(last, parameter),
            None => parameter.required && parameter.place == ParameterPlace::Query,
        }
    }

    /// The last parameter of its path.
    pub fn last_in_path(&self) -> Option<&Parameter> {
        let in_path = self.parameters.iter().filter(|one| one.place == ParameterPlace::Path);
        let placed =
            in_path.filter_map(|one| Some((self.path.rfind(&format!("{{{}}}", one.name))?, one)));
        placed.max_by_key(|(at, _)| *at).map(|(_, parameter)| parameter)
    }

    /// The last step of its path before a parameter that is the same for every request.
    pub fn step_before(&self, parameter: &Parameter) -> Option<&str> {
        if parameter.place != ParameterPlace::Path {
            return None;
        }
        let (before, _) = self.path.split_once(&format!("{{{}}}", parameter.name))?;
        before.rsplit('/').find(|step| !step.is_empty() && !step.contains('{'))
    }
}
